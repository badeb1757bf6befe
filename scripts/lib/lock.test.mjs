import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startOf } from './families.mjs';
import { withLock } from './lock.mjs';
import { claimRuntime, readRuntime } from './runtime.mjs';

let folder;
let file;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'lock-'));
  file = path.join(folder, 'a.lock');
});
afterEach(() => rmSync(folder, { recursive: true }));

test.runIf(process.platform === 'linux')('another process of the same id holds nothing', async () => {
  writeFileSync(file, `${process.pid} 1`);
  expect(await withLock(file, async () => readFileSync(file, 'utf8'))).toBe(`${process.pid} ${startOf(process.pid)}`);
  expect(existsSync(file)).toBe(false);

  writeFileSync(path.join(folder, 'runtime.json'), JSON.stringify({ pid: process.pid, started: '1' }));
  expect(readRuntime(folder)).toBeNull();
  claimRuntime(folder, {});
  expect(readRuntime(folder)).toMatchObject({ pid: process.pid, started: startOf(process.pid) });
});

test('waits for a process that holds it', async () => {
  const order = [];
  const first = withLock(file, async () => {
    order.push('first begins');
    await new Promise((resolve) => setTimeout(resolve, 300));
    order.push('first ends');
  });
  const second = withLock(
    file,
    async () => order.push('second'),
    (pid) => order.push(`waits for ${pid}`),
  );
  await Promise.all([first, second]);
  expect(order).toEqual(['first begins', `waits for ${process.pid}`, 'first ends', 'second']);
});

test('of many who find a lock whose owner is gone, one at a time works', async () => {
  writeFileSync(file, '999999999 1');
  const log = path.join(folder, 'log');
  const program = `
    import { appendFileSync } from 'node:fs';
    import { withLock } from ${JSON.stringify(path.join(import.meta.dirname, 'lock.mjs'))};
    await withLock(${JSON.stringify(file)}, async () => {
      appendFileSync(${JSON.stringify(log)}, 'in\\n');
      await new Promise((resolve) => setTimeout(resolve, 50));
      appendFileSync(${JSON.stringify(log)}, 'out\\n');
    });`;
  const ends = Array.from({ length: 6 }, () => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'inherit' });
    return new Promise((resolve) => child.on('exit', resolve));
  });
  expect(await Promise.all(ends)).toEqual(Array(6).fill(0));
  expect(readFileSync(log, 'utf8')).toBe('in\nout\n'.repeat(6));
});
