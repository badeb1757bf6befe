import { existsSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { LocalServicesError } from '../errors.ts';
import { isProcessAlive, waitUntilGone } from './launcher.ts';

const TIMEOUT_MS = 15_000;

// Every engine has its data folder as its working directory, so a process id that was given anew is not taken for it.
function worksIn(pid: number, folder: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(folder);
  } catch {
    return false;
  }
}

/** Waits for the engine of an earlier run that is still ending. Throws LocalServicesError when it does not end. */
export async function waitForOldEngine(dataFolder: string, pidFile: string): Promise<void> {
  const file = path.join(dataFolder, pidFile);
  if (!existsSync(file)) return;
  const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
  if (!(pid > 0) || !isProcessAlive(pid) || !worksIn(pid, dataFolder)) return;
  if (await waitUntilGone([pid], TIMEOUT_MS)) return;
  throw new LocalServicesError(
    `${dataFolder} is in use by process ${pid}, perhaps by another npm start. Stop that, or use another data folder.`,
  );
}
