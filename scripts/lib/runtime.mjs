import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Failure } from './failure.mjs';
import { isAlive, startOf } from './families.mjs';

const fileIn = (dataDir) => path.join(dataDir, 'runtime.json');

const self = () => ({ pid: process.pid, started: startOf(process.pid) });

function draft(dataDir, content) {
  const file = `${fileIn(dataDir)}.${process.pid}`;
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  return file;
}

/** What the `npm start` that runs on a data directory wrote down about itself; null when none runs. */
export function readRuntime(dataDir) {
  if (!existsSync(fileIn(dataDir))) return null;
  const runtime = JSON.parse(readFileSync(fileIn(dataDir), 'utf8'));
  return isAlive(runtime.pid, runtime.started) ? runtime : null;
}

/** Takes the data directory for this process. Throws Failure when another start holds it. */
export function claimRuntime(dataDir, content) {
  mkdirSync(dataDir, { recursive: true });
  const running = readRuntime(dataDir);
  if (!running) rmSync(fileIn(dataDir), { force: true });
  const file = draft(dataDir, { ...self(), state: 'starting', ...content });
  try {
    linkSync(file, fileIn(dataDir));
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    const { pid, console_url } = readRuntime(dataDir) ?? running ?? {};
    throw new Failure(
      `npm start already runs on ${dataDir} (process ${pid}, ${console_url}). End it first, or start a second one beside it with its own DATA_DIR, PORT, CONSOLE_PORT and WORKER_METRICS_PORT.`,
    );
  } finally {
    rmSync(file);
  }
}

/** Replaces what is written down, all of it at once. */
export function writeRuntime(dataDir, content) {
  renameSync(draft(dataDir, { ...self(), ...content }), fileIn(dataDir));
}

/** Gives the data directory back. */
export function releaseRuntime(dataDir) {
  if (readRuntime(dataDir)?.pid === process.pid) rmSync(fileIn(dataDir), { force: true });
}
