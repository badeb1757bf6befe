import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isAlive, startOf } from './families.mjs';

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Content of a lock file, `<pid> <when that process began>`; null when nobody holds it. */
function holder(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

const pidOf = (held) => Number(held.split(' ')[0]);
const isStale = (held) => !isAlive(pidOf(held), held.split(' ')[1]);

/** The content is there from the first moment on: a draft is written, then linked into place. */
function take(file) {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${process.pid} ${startOf(process.pid) ?? ''}`);
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

/** Renamed before it is looked at again, so that two who clear a lock at once cannot remove the fresh one of a third. */
function clear(file, stale) {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
    if (holder(aside) === stale) rmSync(aside, { force: true });
    else renameSync(aside, file);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}

/** Runs `work` while holding a lock file, waiting for another process that holds it; a lock whose owner is gone is taken over. */
export async function withLock(file, work, onWait = () => {}) {
  mkdirSync(path.dirname(file), { recursive: true });
  for (let told = false; !take(file); await pause(200)) {
    const held = holder(file);
    if (held === null) continue;
    if (isStale(held)) clear(file, held);
    else if (!told) {
      told = true;
      onWait(pidOf(held));
    }
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}
