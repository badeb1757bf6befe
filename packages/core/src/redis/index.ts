export { createRedis, untilReady } from './create-redis.ts';
export { createProgressHub, type ProgressHub } from './progress-hub.ts';
