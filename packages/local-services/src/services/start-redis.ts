import { explainFailure } from '../errors.ts';
import { findRedis } from '../provision/find-redis.ts';
import { readSettings } from '../settings.ts';
import { runRedis } from './redis-service.ts';
import { foreignService, type Service } from './service.ts';
import type { StartOptions } from './start-services.ts';

/** Redis, wherever it comes from. Throws LocalServicesError with one message that says what to do. */
export async function startRedis(options: StartOptions): Promise<Service> {
  const settings = readSettings();
  const { dataDir, durable = false, redisPort: port = 0, log = () => undefined, onDeath = () => undefined } = options;
  const url = options.redisUrl ?? settings.redisUrl;
  if (url) return foreignService(url, 'REDIS_URL');
  const startedAt = performance.now();
  const { engine, why, program } = await findRedis(settings, log);
  log(`Redis: starting it (${why})`);
  try {
    const running = await runRedis(program, { dataDir, durable, port, onDeath });
    return { ...running, engine, why, ms: Math.round(performance.now() - startedAt) };
  } catch (error) {
    throw explainFailure('Redis', dataDir, error, 'data');
  }
}
