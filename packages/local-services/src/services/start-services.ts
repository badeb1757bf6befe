import path from 'node:path';
import type { Log } from '../provision/stamped-folder.ts';
import type { OnDeath, Service } from './service.ts';
import { startMongo } from './start-mongo.ts';
import { startRedis } from './start-redis.ts';

export type StartOptions = {
  /** Where the engines keep their data; each has a folder of its own in it. */
  dataDir: string;
  /** Survive power cuts and kills (fsync, append-only file); off for tests. */
  durable?: boolean;
  mongodbPort?: number;
  redisPort?: number;
  mongodbUrl?: string;
  redisUrl?: string;
  log?: Log;
  onDeath?: OnDeath;
};

export type Services = { mongodb: Service; redis: Service; stop: () => Promise<void> };

/**
 * MongoDB and Redis side by side, on free ports of loopback unless ports are given. They end when this process ends, for
 * whatever reason. Throws LocalServicesError; what had been started by then is stopped.
 */
export async function startServices(options: StartOptions): Promise<Services> {
  const resolved = { ...options, dataDir: path.resolve(options.dataDir) };
  const [mongodb, redis] = await Promise.allSettled([startMongo(resolved), startRedis(resolved)]);
  if (mongodb.status === 'rejected' || redis.status === 'rejected') {
    for (const part of [mongodb, redis]) if (part.status === 'fulfilled') await part.value.stop();
    throw [mongodb, redis].flatMap((part) => (part.status === 'rejected' ? [part.reason] : []))[0];
  }
  return {
    mongodb: mongodb.value,
    redis: redis.value,
    stop: async () => {
      await Promise.all([mongodb.value.stop(), redis.value.stop()]);
    },
  };
}
