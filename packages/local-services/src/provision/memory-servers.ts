import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { canReach } from './download-host.ts';
import type { Log } from './stamped-folder.ts';

const MONGOD_VERSION = '7.0.24';

/** The mongod that mongodb-memory-server has already put on disk, or null. */
export async function findKeptMongod(cacheFolder: string): Promise<string | null> {
  const { DryMongoBinary } = await import('mongodb-memory-server-core/lib/util/DryMongoBinary.js');
  const downloadDir = path.join(cacheFolder, 'mongod');
  const options = await DryMongoBinary.generateOptions({ version: MONGOD_VERSION, downloadDir });
  return (await DryMongoBinary.locateBinary(options)) ?? null;
}

/** Downloads mongod where MongoDB's download host answers; null, after two seconds at the most, where it does not. */
export async function downloadMongod(cacheFolder: string, log: Log): Promise<string | null> {
  if (!(await canReach('https://fastdl.mongodb.org/'))) return null;
  const downloadDir = path.join(cacheFolder, 'mongod');
  mkdirSync(downloadDir, { recursive: true });
  log(`MongoDB: downloading mongod ${MONGOD_VERSION}`);
  try {
    const { MongoBinary } = await import('mongodb-memory-server-core/lib/util/MongoBinary.js');
    return await MongoBinary.getPath({ version: MONGOD_VERSION, downloadDir });
  } catch (error) {
    log(`MongoDB: mongod could not be downloaded (${error instanceof Error ? error.message : String(error)})`);
    return null;
  }
}

/** Builds Redis from its source where its download host answers; null where it does not. */
export async function buildRedis(cacheFolder: string, log: Log): Promise<string | null> {
  if (!(await canReach('https://download.redis.io/'))) return null;
  log('Redis: building it from its source');
  try {
    const { RedisBinary } = await import('redis-memory-server');
    return await RedisBinary.getPath({ downloadDir: path.join(cacheFolder, 'redis-builds'), version: '7.4.5' });
  } catch (error) {
    log(`Redis: it could not be built (${error instanceof Error ? error.message : String(error)})`);
    return null;
  }
}
