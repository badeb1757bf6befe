import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { type Db, MongoClient } from 'mongodb';
import type { ProgramSettings } from '../src/settings.ts';

export const QUEUE = 'floor';

/** The same engines and the same write concern as the service's, and nothing else. */
export const openEngines = async (settings: ProgramSettings): Promise<{ db: Db; queue: Queue; redis: Redis }> => {
  const client = new MongoClient(settings.MONGODB_URL, { maxPoolSize: 50, writeConcern: { w: 'majority' } });
  await client.connect();
  const redis = new Redis(settings.REDIS_URL, { maxRetriesPerRequest: null });
  const queue = new Queue(QUEUE, { connection: redis, prefix: settings.REDIS_PREFIX });
  await queue.waitUntilReady();
  return { db: client.db(settings.MONGODB_DATABASE), queue, redis };
};
