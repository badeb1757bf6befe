import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LocalServicesError } from '../errors.ts';
import { ensureFolder } from './stamped-folder.ts';

let cache = '';
let made = 0;
beforeEach(() => {
  cache = mkdtempSync(path.join(os.tmpdir(), 'local-services-test-'));
  made = 0;
});
afterEach(() => rmSync(cache, { recursive: true, force: true }));

const said: string[] = [];
const spec = (make?: (folder: string) => Promise<void>) => ({
  folder: path.join(cache, 'thing'),
  name: 'Thing',
  log: (line: string) => void said.push(line),
  make:
    make ??
    (async (folder: string) => {
      made++;
      await delay(50);
      writeFileSync(path.join(folder, 'content'), 'whole');
    }),
  check: async (folder: string) => {
    if (readFileSync(path.join(folder, 'content'), 'utf8') !== 'whole') throw new Error('damaged');
  },
});

test('made once, however many ask at once', async () => {
  const answers = await Promise.all([ensureFolder(spec()), ensureFolder(spec()), ensureFolder(spec())]);
  expect(answers.filter(Boolean)).toHaveLength(1);
  expect(await ensureFolder(spec())).toBe(false);
  expect(made).toBe(1);
  expect(readdirSync(cache).sort()).toEqual(['thing', 'thing.stamp']);
});

test('without its stamp, with a wrong one or damaged it is made again', async () => {
  await ensureFolder(spec());
  rmSync(path.join(cache, 'thing.stamp'));
  expect(await ensureFolder(spec())).toBe(true);
  writeFileSync(path.join(cache, 'thing.stamp'), 'something else');
  expect(await ensureFolder(spec())).toBe(true);
  writeFileSync(path.join(cache, 'thing/content'), 'half');
  writeFileSync(path.join(cache, 'thing/left over'), '');
  expect(await ensureFolder(spec())).toBe(true);
  expect(readdirSync(path.join(cache, 'thing'))).toEqual(['content']);
  expect(said.at(-1)).toContain('is broken and is made again');
});

test.each([
  ['ENOSPC: no space left on device, write', /disk that holds .* is full\. Free 1 GB/],
  ["Could not resolve 'deb.example.org'", /archive cannot be reached\. Check the network/],
  ['EROFS: read-only file system, mkdir', /cannot be written\. Set XDG_CACHE_HOME/],
])('a failure leaves nothing behind and says what to do: %s', async (fault, message) => {
  const failing = ensureFolder(spec(async () => Promise.reject(new Error(fault))));
  await expect(failing).rejects.toThrow(message);
  await expect(failing).rejects.toBeInstanceOf(LocalServicesError);
  expect(existsSync(path.join(cache, 'thing'))).toBe(false);
  expect(readdirSync(cache)).toEqual([]);
  expect(await ensureFolder(spec())).toBe(true);
});
