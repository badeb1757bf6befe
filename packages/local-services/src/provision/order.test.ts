import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startMongo } from '../services/start-mongo.ts';
import { startRedis } from '../services/start-redis.ts';
import { readSettings } from '../settings.ts';
import { findCacheFolder } from './cache-folder.ts';
import { findChromium } from './find-chromium.ts';
import { findMongo } from './find-mongo.ts';
import { findPromtool } from './find-promtool.ts';
import { findRedis } from './find-redis.ts';

let folder = '';
const quiet = () => undefined;
const settings = () => readSettings({ PATH: path.join(folder, 'bin'), XDG_CACHE_HOME: path.join(folder, 'cache') });
const addProgram = (name: string, script = 'exit 0') => {
  const file = path.join(folder, 'bin', name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return file;
};

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'local-services-test-'));
  chmodSync(folder, 0o755);
  mkdirSync(path.join(folder, 'bin'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

test('MONGODB_URL and REDIS_URL come first and nothing is started', async () => {
  vi.stubEnv('MONGODB_URL', 'mongodb://elsewhere.example:27017/');
  vi.stubEnv('REDIS_URL', 'redis://elsewhere.example:6379');
  const mongodb = await startMongo({ dataDir: folder });
  const redis = await startRedis({ dataDir: folder });
  expect([mongodb.url, mongodb.engine, mongodb.why, mongodb.pids()]).toEqual([
    'mongodb://elsewhere.example:27017/',
    'external',
    'MONGODB_URL is set',
    [],
  ]);
  expect([redis.url, redis.why]).toEqual(['redis://elsewhere.example:6379', 'REDIS_URL is set']);
  await Promise.all([mongodb.stop(), redis.stop()]);
});

test('a program on the PATH is taken before anything is downloaded', async () => {
  const mongod = addProgram('mongod');
  const valkey = addProgram('valkey-server');
  expect(await findMongo(settings(), null, quiet)).toMatchObject({ engine: 'mongod', program: mongod });
  expect(await findRedis(settings(), quiet)).toMatchObject({ engine: 'redis', program: valkey });
  const redis = addProgram('redis-server');
  expect(await findRedis(settings(), quiet)).toMatchObject({ program: redis });
  expect(await findPromtool({ settings: settings() }, false)).toBeNull();
  const promtool = addProgram('promtool');
  expect(await findPromtool({ settings: settings() })).toBe(promtool);
});

test('a browser on the PATH is taken when it runs', async () => {
  vi.stubEnv('PATH', path.join(folder, 'bin'));
  vi.stubEnv('PLAYWRIGHT_BROWSERS_PATH', path.join(folder, 'browsers'));
  addProgram('chromium', 'exit 127');
  const chrome = addProgram('google-chrome');
  addProgram('chromium-browser', 'exit 1');
  const none = findChromium({}, false);
  await expect(none).rejects.toThrow('No Chromium here');
  rmSync(path.join(folder, 'bin/chromium'));
  rmSync(path.join(folder, 'bin/chromium-browser'));
  expect(await findChromium({}, false)).toMatchObject({ path: chrome, engine: 'chromium' });
  rmSync(chrome);
  const own = path.join(folder, 'browsers/chromium-1200/chrome-linux');
  mkdirSync(own, { recursive: true });
  writeFileSync(path.join(own, 'chrome'), '#!/bin/sh\nexit 0\n', { mode: 0o755 });
  writeFileSync(path.join(folder, 'browsers/chromium-1200/INSTALLATION_COMPLETE'), '');
  expect(await findChromium({}, false)).toMatchObject({ path: path.join(own, 'chrome'), why: "Playwright's own" });
});

test('a machine that is not Debian and reaches no download gets one clear message', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new Error('no network')));
  await expect(findMongo(settings(), null, quiet, false)).rejects.toThrow(
    /set MONGODB_URL[\s\S]*install mongod[\s\S]*docker compose up/,
  );
  await expect(findRedis(settings(), quiet, false)).rejects.toThrow(
    /set REDIS_URL[\s\S]*redis-server[\s\S]*docker compose up/,
  );
  vi.unstubAllGlobals();
});

test('the cache: XDG_CACHE_HOME, and elsewhere when that cannot be written', () => {
  expect(findCacheFolder(settings())).toBe(path.join(folder, 'cache/message-service'));
  writeFileSync(path.join(folder, 'file'), '');
  const elsewhere = findCacheFolder({ ...settings(), cacheHome: path.join(folder, 'file') });
  expect(elsewhere).toMatch(/^\/var\/(cache|tmp)\/message-service/);
});
