import { existsSync } from 'node:fs';
import path from 'node:path';
import { LocalServicesError } from '../errors.ts';
import type { Settings } from '../settings.ts';
import { findProgram } from '../system/find-program.ts';
import { findCacheFolder } from './cache-folder.ts';
import { type DocumentDbEngine, ensureDocumentDb, isDocumentDbReady } from './debian-documentdb.ts';
import { downloadMongod, findKeptMongod } from './memory-servers.ts';
import { isDebianAmd64 } from './recipe.ts';
import type { Log } from './stamped-folder.ts';

export type MongoEngine =
  | { engine: 'mongod'; why: string; program: string }
  | { engine: 'documentdb'; why: string; documentdb: DocumentDbEngine };

const NO_MONGO = `No MongoDB here. Do one of these:
  - set MONGODB_URL to a MongoDB 5 or newer (a replica set; one member is enough)
  - install mongod and put it on the PATH
  - run the whole service in Docker: docker compose up`;

/**
 * The engine to start, in the order of mongod on the PATH, a downloaded mongod, DocumentDB from the Debian archive. A data
 * folder that already holds one engine's data keeps that engine. Throws LocalServicesError when there is none.
 */
export async function findMongo(
  settings: Settings,
  dataDir: string | null,
  log: Log,
  hasDebian = isDebianAmd64(),
): Promise<MongoEngine> {
  const cacheFolder = findCacheFolder(settings);
  const useDocumentDb = async (why: string): Promise<MongoEngine> => ({
    engine: 'documentdb',
    why,
    documentdb: await ensureDocumentDb(cacheFolder, log),
  });
  const hasData = dataDir !== null && existsSync(path.join(dataDir, 'documentdb'));
  if (hasData && hasDebian) return useDocumentDb('the data folder holds its data');
  const program = findProgram(['mongod'], settings.searchPath);
  if (program) return { engine: 'mongod', why: `${program} is on the PATH`, program };
  const kept = await findKeptMongod(cacheFolder);
  if (kept) return { engine: 'mongod', why: 'downloaded earlier', program: kept };
  if (hasDebian && isDocumentDbReady(cacheFolder))
    return useDocumentDb('no mongod on the PATH; prepared earlier from the Debian archive');
  const downloaded = await downloadMongod(cacheFolder, log);
  if (downloaded) return { engine: 'mongod', why: 'no mongod on the PATH; downloaded', program: downloaded };
  if (hasDebian) return useDocumentDb('no mongod on the PATH, none to be downloaded; from the Debian archive');
  throw new LocalServicesError(NO_MONGO);
}
