import type { Redis } from 'ioredis';
import type { Db } from 'mongodb';
import type { Logger } from 'pino';
import { wallClock } from './clock.ts';
import { createNeighbours, type Neighbours } from './external/index.ts';
import { createProviderRegistry, type ProviderRegistry } from './llm/index.ts';
import { createMetrics, type Metrics } from './metrics/index.ts';
import { connectMongo, timeQueries } from './mongo/index.ts';
import { guardOutbound } from './outbound/index.ts';
import { createQueues, type Queues } from './queues/index.ts';
import { createProgressHub, createRedis, findEviction, type ProgressHub, untilReady } from './redis/index.ts';
import { createSafety, type Safety } from './safety/index.ts';
import { type CoreSettings, SettingsError } from './settings.ts';

/** What every verb of the service works with. Times come from `now`, so that tests can set the clock. */
export type CoreContext = {
  db: Db;
  redis: Redis;
  queues: Queues;
  progress: ProgressHub;
  llm: ProviderRegistry;
  neighbours: Neighbours;
  safety: Safety;
  settings: CoreSettings;
  metrics: Metrics;
  log: Logger;
  now(): Date;
};

export type OpenContext = CoreContext & { close(): Promise<void> };

const REDIS_WAIT_MS = 2_000;

/**
 * Opens every connection that the service needs; `close` ends them. Redis may be away, MongoDB may not.
 * @throws SettingsError when Redis would evict what waits in its queues
 */
export const createContext = async (settings: CoreSettings, log: Logger, appName: string): Promise<OpenContext> => {
  guardOutbound(settings, log);
  const metrics = createMetrics();
  const mongo = await connectMongo(settings.MONGODB_URL, settings.MONGODB_DATABASE, appName);
  const db = timeQueries(mongo.db, (operation, seconds) => metrics.databaseQuery.observe({ operation }, seconds));
  const redis = createRedis(settings.REDIS_URL, log, 'fail-fast');
  const queues = createQueues(settings, log);
  const progress = createProgressHub(settings, log);
  await Promise.all([untilReady(redis, REDIS_WAIT_MS), queues.untilReady(REDIS_WAIT_MS)]);
  const close = async () => {
    await Promise.all([queues.close(), progress.close()]);
    redis.disconnect();
    await mongo.close();
  };
  const eviction = await findEviction(redis);
  if (eviction !== null) {
    await close();
    throw new SettingsError(`REDIS_URL: this Redis evicts keys (${eviction}); set its maxmemory-policy to noeviction`);
  }
  return {
    db,
    redis,
    queues,
    progress,
    llm: createProviderRegistry(settings),
    neighbours: createNeighbours(settings, { log, metrics, now: wallClock }),
    safety: createSafety(settings, { db, redis, log, metrics, now: wallClock }),
    settings,
    metrics,
    log,
    now: wallClock,
    close,
  };
};
