import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withFileLock } from './file-lock.ts';

let folder = '';
const lockFile = () => path.join(folder, 'lock');
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'local-services-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('one at a time, and the lock is gone afterwards', async () => {
  let inside = 0;
  let most = 0;
  let done = 0;
  const turn = () =>
    withFileLock(
      lockFile(),
      () => undefined,
      async () => {
        most = Math.max(most, ++inside);
        await delay(20);
        inside--;
        done++;
      },
    );
  await Promise.all([turn(), turn(), turn(), turn()]);
  expect([most, done, existsSync(lockFile())]).toEqual([1, 4, false]);
});

test('the lock is released when the work fails', async () => {
  const failing = withFileLock(
    lockFile(),
    () => undefined,
    async () => Promise.reject(new Error('no')),
  );
  await expect(failing).rejects.toThrow('no');
  expect(existsSync(lockFile())).toBe(false);
});

test('a lock whose holder is gone is cleared, one that is touched is not', async () => {
  const long = new Date(Date.now() - 10_000);
  writeFileSync(lockFile(), '4194305');
  utimesSync(lockFile(), long, long);
  expect(
    await withFileLock(
      lockFile(),
      () => undefined,
      async () => 'mine',
    ),
  ).toBe('mine');
  writeFileSync(lockFile(), '4194305');
  const waits: string[] = [];
  const waiting = withFileLock(
    lockFile(),
    () => waits.push('waits'),
    async () => 'mine later',
  );
  await delay(300);
  expect(waits).toEqual(['waits']);
  utimesSync(lockFile(), long, long);
  expect(await waiting).toBe('mine later');
});

test('a lock that nobody has touched for long is cleared even when its process id is in use', async () => {
  const long = new Date(Date.now() - 60_000);
  writeFileSync(lockFile(), String(process.pid));
  utimesSync(lockFile(), long, long);
  expect(
    await withFileLock(
      lockFile(),
      () => undefined,
      async () => 'mine',
    ),
  ).toBe('mine');
});
