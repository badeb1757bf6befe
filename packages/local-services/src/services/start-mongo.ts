import { explainFailure } from '../errors.ts';
import { findMongo } from '../provision/find-mongo.ts';
import { readSettings } from '../settings.ts';
import { runDocumentDb } from './documentdb-service.ts';
import { runMongod } from './mongod-service.ts';
import { foreignService, type Service } from './service.ts';
import type { StartOptions } from './start-services.ts';

/** MongoDB, wherever it comes from. Throws LocalServicesError with one message that says what to do. */
export async function startMongo(options: StartOptions): Promise<Service> {
  const settings = readSettings();
  const { dataDir, durable = false, mongodbPort: port = 0, log = () => undefined, onDeath = () => undefined } = options;
  const url = options.mongodbUrl ?? settings.mongodbUrl;
  if (url) return foreignService(url, 'MONGODB_URL');
  const startedAt = performance.now();
  const found = await findMongo(settings, dataDir, log);
  const { engine, why } = found;
  const note = engine === 'documentdb' ? '; for development and tests only' : '';
  log(`MongoDB: starting ${engine} (${why}${note})`);
  try {
    const running =
      found.engine === 'documentdb'
        ? await runDocumentDb(found.documentdb, { dataDir, durable, port, onDeath })
        : await runMongod(found.program, { dataDir, port, onDeath });
    return { ...running, engine, why, ms: Math.round(performance.now() - startedAt) };
  } catch (error) {
    throw explainFailure('MongoDB', dataDir, error, 'data');
  }
}
