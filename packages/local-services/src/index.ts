export { LocalServicesError } from './errors.ts';
export { findChromium } from './provision/find-chromium.ts';
export { provision } from './provision/provision.ts';
export type { Service } from './services/service.ts';
export { startMongo } from './services/start-mongo.ts';
export { startRedis } from './services/start-redis.ts';
export { type Services, type StartOptions, startServices } from './services/start-services.ts';
