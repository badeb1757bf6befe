import { LocalServicesError } from '../errors.ts';
import type { Settings } from '../settings.ts';
import { findProgram } from '../system/find-program.ts';
import { findCacheFolder } from './cache-folder.ts';
import { ensureDebianRedis } from './debian-redis.ts';
import { buildRedis } from './memory-servers.ts';
import { isDebianAmd64 } from './recipe.ts';
import type { Log } from './stamped-folder.ts';

export type RedisEngine = { engine: string; why: string; program: string };

const NO_REDIS = `No Redis here. Do one of these:
  - set REDIS_URL to a Redis 6.2 or newer with maxmemory-policy noeviction
  - install redis-server or valkey-server and put it on the PATH
  - run the whole service in Docker: docker compose up`;

/** The Redis to start: on the PATH, from the Debian archive, or built from source. Throws LocalServicesError. */
export async function findRedis(settings: Settings, log: Log, hasDebian = isDebianAmd64()): Promise<RedisEngine> {
  const onPath = findProgram(['redis-server', 'valkey-server'], settings.searchPath);
  if (onPath) return { engine: 'redis', why: `${onPath} is on the PATH`, program: onPath };
  const cacheFolder = findCacheFolder(settings);
  if (hasDebian) {
    const program = await ensureDebianRedis(cacheFolder, log);
    return { engine: 'redis', why: 'none on the PATH; from the Debian archive', program };
  }
  const built = await buildRedis(cacheFolder, log);
  if (built) return { engine: 'redis', why: 'none on the PATH; built from its source', program: built };
  throw new LocalServicesError(NO_REDIS);
}
