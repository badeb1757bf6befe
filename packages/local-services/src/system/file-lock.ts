import { readFileSync, renameSync, rmSync, statSync, utimes, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const BEAT_MS = 2_000;
const STALE_MS = 20_000;
const GONE_MS = 5_000;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function tryTake(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  }
}

// The holder touches its file every two seconds: a lock is stale when that has stopped, sooner when no such
// process is there (it may be in another container that shares the folder).
// Whoever clears it renames it first, so that two who do this at once cannot clear a third one's fresh lock.
function removeStale(file: string): void {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat) return;
  const holder = Number(readFileSync(file, 'utf8'));
  const patience = holder > 0 && !isAlive(holder) ? GONE_MS : STALE_MS;
  if (Date.now() - stat.mtimeMs < patience) return;
  const aside = `${file}.${process.pid}`;
  renameSync(file, aside);
  if (Number(readFileSync(aside, 'utf8')) !== holder) renameSync(aside, file);
  else rmSync(aside, { force: true });
}

function clearStale(file: string): void {
  try {
    removeStale(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

/** Runs `work` while holding the lock file; a second process waits. `onWait` is called once when it has to. */
export async function withFileLock<T>(file: string, onWait: () => void, work: () => Promise<T>): Promise<T> {
  for (let waited = false; !tryTake(file); waited = true) {
    if (!waited) onWait();
    clearStale(file);
    await delay(100);
  }
  const beat = setInterval(() => utimes(file, new Date(), new Date(), () => undefined), BEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    rmSync(file, { force: true });
  }
}
