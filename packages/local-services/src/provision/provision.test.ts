import { spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readSettings } from '../settings.ts';
import { findCacheFolder } from './cache-folder.ts';
import { ensureDocumentDb } from './debian-documentdb.ts';
import { ensureDebianRedis } from './debian-redis.ts';
import { isDebianAmd64 } from './recipe.ts';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
const LOADER = createRequire(import.meta.url).resolve('tsx');
const TIMEOUT_MS = 120_000;

/** Runs the command line with a PATH that has none of the engines. */
function cli(cacheHome: string, ...args: string[]): Promise<{ code: number | null; out: string; said: string }> {
  return new Promise((resolve) => {
    const env = { XDG_CACHE_HOME: cacheHome, PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: os.homedir() };
    const child = spawn(process.execPath, ['--import', LOADER, MAIN, ...args], { env });
    let out = '';
    let said = '';
    child.stdout.on('data', (chunk) => {
      out += chunk;
    });
    child.stderr.on('data', (chunk) => {
      said += chunk;
    });
    if (args[0] === 'up') child.stdout.once('data', () => child.stdin.end());
    child.on('close', (code) => resolve({ code, out, said }));
  });
}

describe.skipIf(!isDebianAmd64())('provisioning into an empty cache that has the downloads', () => {
  let home = '';
  const cache = () => path.join(home, 'message-service');
  const folderOf = (name: string) =>
    path.join(cache(), readdirSync(cache()).find((entry) => new RegExp(`^${name}-[0-9a-f]+$`).test(entry)) ?? '');

  beforeAll(async () => {
    const real = findCacheFolder(readSettings());
    await Promise.all([ensureDocumentDb(real, () => undefined), ensureDebianRedis(real, () => undefined)]);
    home = mkdtempSync('/var/tmp/local-services-test-');
    chmodSync(home, 0o755);
    mkdirSync(path.join(cache(), 'apt/cache/archives/partial'), { recursive: true });
    cpSync(path.join(real, 'apt/lists'), path.join(cache(), 'apt/lists'), { recursive: true });
    for (const name of ['status', 'updated', 'archive.sources'])
      cpSync(path.join(real, 'apt', name), path.join(cache(), 'apt', name));
    const archives = path.join(real, 'apt/cache/archives');
    for (const name of readdirSync(archives).filter((entry) => entry.endsWith('.deb'))) {
      linkSync(path.join(archives, name), path.join(cache(), 'apt/cache/archives', name));
    }
  }, TIMEOUT_MS);
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  test('two at once make every folder once, and both are told', { timeout: TIMEOUT_MS }, async () => {
    const both = await Promise.all([cli(home, 'provision'), cli(home, 'provision')]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    for (const { out } of both)
      expect(out).toMatch(/^MongoDB: documentdb \(.+\), [\d.]+ s\nRedis: redis \(.+\), [\d.]+ s\n$/);
    const said = both.map((one) => one.said).join('');
    expect(said.match(/MongoDB: downloading/g)).toHaveLength(1);
    expect(said.match(/Redis: downloading/g)).toHaveLength(1);
    expect(readdirSync(cache()).filter((name) => name.endsWith('.lock'))).toEqual([]);
  });

  test('damaged folders are made again, and the engines start from them', { timeout: TIMEOUT_MS }, async () => {
    const library = path.join(folderOf('documentdb'), 'usr/lib/postgresql/18/lib/pg_documentdb.so');
    const redis = path.join(folderOf('redis'), 'usr/bin/redis-check-rdb');
    rmSync(library);
    truncateSync(redis, 1_000);
    rmSync(`${folderOf('documentdb')}-template/global/pg_control`);
    const { code, out, said } = await cli(home, 'up', '--data-dir', path.join(home, 'data'));
    expect([code, JSON.parse(out).mongodb.engine]).toEqual([0, 'documentdb']);
    expect(said.match(/is broken and is made again/g)).toHaveLength(3);
    expect([existsSync(library), statSync(redis).size > 1_000]).toEqual([true, true]);
  });
});
