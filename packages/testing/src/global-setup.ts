import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startServices } from '@message-service/local-services';
import { publishEngines, readTestSettings } from './settings.ts';

/** Starts one MongoDB and one Redis for a whole test run, unless the run was given theirs. */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  const { TEST_MONGODB_URL, TEST_REDIS_URL } = readTestSettings();
  if (TEST_MONGODB_URL && TEST_REDIS_URL) return undefined;
  const dataDir = await mkdtemp(path.join(tmpdir(), 'message-service-test-'));
  const services = await startServices({ dataDir, durable: false });
  publishEngines(services.mongodb.url, services.redis.url);
  return async () => {
    await services.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}
