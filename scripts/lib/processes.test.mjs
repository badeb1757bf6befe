import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { startChild } from './processes.mjs';

test('what a grandchild says after the child has ended is not written to a closed log', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'log-'));
  const logFile = path.join(folder, 'child.log');
  const late = 'setTimeout(() => console.log("late"), 1500)';
  const program = `
    require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(late)}], { stdio: 'inherit' }).unref();
    console.log('early');`;
  let heard;
  const lateLine = new Promise((resolve) => {
    heard = (line) => line === 'late' && resolve();
  });
  const options = { name: 'child', command: process.execPath, args: ['-e', program], env: process.env, logFile };
  const child = startChild({ ...options, onLine: (line) => heard(line) });
  expect(await child.ended).toBe(0);
  await lateLine;
  expect(readFileSync(logFile, 'utf8')).toBe('early\n');
  rmSync(folder, { recursive: true });
});
