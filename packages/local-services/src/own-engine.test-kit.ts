import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Db, MongoClient, type MongoClientOptions } from 'mongodb';
import { afterAll, test } from 'vitest';
import { findCacheFolder } from './provision/cache-folder.ts';
import { ensureDocumentDb } from './provision/debian-documentdb.ts';
import { runDocumentDb } from './services/documentdb-service.ts';
import type { OnDeath, Running } from './services/service.ts';
import { readSettings } from './settings.ts';

export type OwnEngine = { service: Running; client: MongoClient; db: Db; port: number; dispose: () => Promise<void> };

/** A DocumentDB and a gateway of this test file's own, whatever else this machine has. Only tests import it. */
export async function startOwnEngine(
  options: { durable?: boolean; onDeath?: OnDeath; client?: MongoClientOptions } = {},
): Promise<OwnEngine> {
  const { durable = false, onDeath = () => undefined } = options;
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'local-services-test-'));
  const engine = await ensureDocumentDb(findCacheFolder(readSettings()), () => undefined);
  const service = await runDocumentDb(engine, { dataDir, durable, port: 0, onDeath });
  const client = new MongoClient(service.url, { serverSelectionTimeoutMS: 15_000, ...options.client });
  return {
    service,
    client,
    db: client.db('matrix'),
    port: Number(new URL(service.url).port),
    dispose: async () => {
      await client.close();
      await service.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/**
 * A `test` that counts: after the file's last one it prints how many of the area's features work. A `fault` is one that
 * the engine is known to get wrong: it counts as not working, and its test fails on the day that it does work.
 */
export function createMatrix(area: string) {
  const faults: string[] = [];
  let passed = 0;
  let total = 0;
  afterAll(() => {
    const known = faults.length > 0 ? ` (faults of the engine: ${faults.join(', ')})` : '';
    process.stdout.write(`gateway matrix, ${area}: ${passed} of ${total}${known}\n`);
  });
  const feature = (name: string, check: () => Promise<unknown>) => {
    total++;
    test(name, async () => {
      await check();
      passed++;
    });
  };
  const fault = (name: string, check: () => Promise<unknown>) => {
    total++;
    faults.push(name);
    test.fails(name, async () => void (await check()));
  };
  return Object.assign(feature, { fault });
}

/** The code of the error that a promise ends with; fails when it does not end with one. */
export async function errorOf(promise: Promise<unknown>): Promise<Record<string, unknown>> {
  try {
    await promise;
  } catch (error) {
    const { code, keyPattern, message } = error as { code?: unknown; keyPattern?: unknown; message: string };
    return { code, keyPattern, message };
  }
  throw new Error('no error');
}
