import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { MongoClient } from 'mongodb';
import { afterEach, expect, test } from 'vitest';
import { familyOf, isProcessAlive, waitUntilGone } from './system/launcher.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const LOADER = createRequire(import.meta.url).resolve('tsx');

type Up = {
  child: ChildProcess;
  ready: { mongodb_url: string; redis_url: string; mongodb: object; redis: object };
  said: () => string;
};

const folders: string[] = [];
const children: ChildProcess[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) {
    const family = descendantsOf(child.pid ?? 0);
    child.kill('SIGKILL');
    await waitUntilGone(family, 10_000);
  }
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'local-services-test-'));
  folders.push(folder);
  return folder;
}

function descendantsOf(pid: number): number[] {
  const [self = pid, ...direct] = familyOf(pid);
  return [self, ...direct.flatMap(descendantsOf)];
}

async function up(dataDir: string, ...args: string[]): Promise<Up> {
  const child = spawn(process.execPath, ['--import', LOADER, MAIN, 'up', '--data-dir', dataDir, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  children.push(child);
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const lines = createInterface({ input: child.stdout });
  const [line] = await Promise.race([
    once(lines, 'line'),
    once(child, 'exit').then(() => [`{"failed":${JSON.stringify(said)}}`]),
  ]);
  return { child, ready: JSON.parse(String(line)), said: () => said };
}

const ended = async ({ child }: Up) => (child.exitCode === null ? (await once(child, 'exit'))[0] : child.exitCode);

/** The private folder of the engine's socket, as the engine's command line names it; none for a mongod. */
function socketFolderOf(family: number[]): string | undefined {
  const lines = family.map((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
  return lines.map((line) => /unix_socket_directories=([^\0]+)/.exec(line)?.[1]).find(Boolean);
}

test('up: one line of JSON, services that work, the reason for each engine', async () => {
  const one = await up(newFolder());
  expect(one.ready).toEqual({
    mongodb_url: expect.stringMatching(/^mongodb:\/\/127\.0\.0\.1:\d+\//),
    redis_url: expect.stringMatching(/^redis:\/\/127\.0\.0\.1:\d+$/),
    mongodb: { engine: expect.any(String), why: expect.any(String), ms: expect.any(Number) },
    redis: { engine: expect.any(String), why: expect.any(String), ms: expect.any(Number) },
  });
  one.child.kill('SIGTERM');
  expect(await ended(one)).toBe(0);
});

test('two at once do not collide, and keep their data over a stop', async () => {
  const first = newFolder();
  const [one, two] = await Promise.all([up(first, '--durable'), up(newFolder(), '--durable')]);
  const count = async ({ ready }: Up, add: number) => {
    const client = new MongoClient(ready.mongodb_url);
    const rows = client.db('kept').collection('rows');
    if (add > 0) await rows.insertMany(Array.from({ length: add }, () => ({})));
    const found = await rows.countDocuments();
    await client.close();
    return found;
  };
  expect(await Promise.all([count(one, 2), count(two, 3)])).toEqual([2, 3]);
  const family = descendantsOf(one.child.pid ?? 0);
  expect(family.length).toBeGreaterThan(5);
  one.child.kill('SIGINT');
  expect(await ended(one)).toBe(0);
  expect(family.filter(isProcessAlive)).toEqual([]);
  const again = await up(first, '--durable');
  expect(await count(again, 0)).toBe(2);
});

test.each(['SIGKILL', 'stdin'] as const)('when the parent goes (%s) no process and no socket is left', async (how) => {
  const one = await up(newFolder(), '--durable');
  const family = descendantsOf(one.child.pid ?? 0);
  const socketFolder = socketFolderOf(family) ?? '';
  if (how === 'SIGKILL') one.child.kill('SIGKILL');
  else one.child.stdin?.end();
  expect(await waitUntilGone(family, 10_000)).toBe(true);
  expect(existsSync(socketFolder)).toBe(false);
});

test('a data folder whose engine is still ending is waited for', async () => {
  const folder = newFolder();
  const one = await up(folder, '--durable');
  one.child.kill('SIGKILL');
  const two = await up(folder, '--durable');
  expect(two.ready.mongodb_url).toMatch(/^mongodb:/);
});

test('a child that dies ends it with one clear message and exit 1', async () => {
  const one = await up(newFolder());
  const family = descendantsOf(one.child.pid ?? 0);
  const redis = await pidOfRedis(one.ready.redis_url);
  process.kill(redis, 'SIGKILL');
  expect(await ended(one)).toBe(1);
  expect(one.said().trim().split('\n').at(-1)).toMatch(/^Redis ended with 137; its log is/);
  expect(await waitUntilGone(family, 5_000)).toBe(true);
});

async function pidOfRedis(url: string): Promise<number> {
  const client = new Redis(url);
  const info = await client.info('server');
  client.disconnect();
  return Number(/process_id:(\d+)/.exec(info)?.[1]);
}

test('a bad port or a port in use: one message, exit 1, nothing left', async () => {
  const bad = await up(newFolder(), '--mongodb-port', 'many');
  expect(await ended(bad)).toBe(1);
  expect(bad.said().trim()).toBe('many is not a port');
  const one = await up(newFolder());
  const port = new URL(one.ready.mongodb_url).port;
  const two = await up(newFolder(), '--mongodb-port', port);
  expect(await ended(two)).toBe(1);
  expect(two.said()).toContain(`Port ${port} is in use. Stop what uses it, or choose another port.`);
});
