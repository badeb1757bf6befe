import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isAlive } from './families.mjs';

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function holder(file) {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

/** The content is there from the first moment on: a draft is written, then linked into place. */
function take(file) {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, String(process.pid));
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  } finally {
    rmSync(draft, { force: true });
  }
}

const isStale = (pid) => pid !== null && !isAlive(pid);

/** Runs `work` while holding a lock file, waiting for another process that holds it; a lock whose owner is gone is taken over. */
export async function withLock(file, work, onWait = () => {}) {
  mkdirSync(path.dirname(file), { recursive: true });
  for (let told = false; !take(file); await pause(200)) {
    const pid = holder(file);
    if (isStale(pid) && isStale(holder(file))) rmSync(file, { force: true });
    else if (pid !== null && !told) {
      told = true;
      onWait(pid);
    }
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}
