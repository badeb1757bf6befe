export { createRedis, untilReady } from './create-redis.ts';
export { findEviction } from './find-eviction.ts';
export { isRedisAway } from './is-redis-away.ts';
export { createProgressHub, type ProgressHub } from './progress-hub.ts';
export { SCRIPT_NOW } from './script-now.ts';
