import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { explainFailure } from '../errors.ts';
import { withFileLock } from '../system/file-lock.ts';

export type Log = (line: string) => void;

export type StampedFolder = {
  folder: string;
  name: string;
  log: Log;
  make: (folder: string) => Promise<void>;
  check: (folder: string) => Promise<void>;
};

const stampOf = (folder: string) => `${folder}.stamp`;

/** Whether the folder was made to its end. */
export function isStamped(folder: string): boolean {
  return existsSync(folder) && existsSync(stampOf(folder)) && readFileSync(stampOf(folder), 'utf8') === folder;
}

async function isGood({ folder, check }: StampedFolder): Promise<boolean> {
  if (!isStamped(folder)) return false;
  try {
    await check(folder);
    return true;
  } catch {
    return false;
  }
}

async function makeFolder(spec: StampedFolder): Promise<boolean> {
  if (await isGood(spec)) return false;
  const { folder, name, log, make, check } = spec;
  if (existsSync(folder)) log(`${name}: the folder ${folder} is broken and is made again`);
  rmSync(stampOf(folder), { force: true });
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
  try {
    await make(folder);
    await check(folder);
    writeFileSync(stampOf(folder), folder);
    return true;
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/**
 * A folder that is made once and shared. It cannot be moved after it is made, so it is made in its place and stamped last:
 * without its stamp, or when its check fails, it counts as broken and is made again. Gives whether it had to be made.
 */
export async function ensureFolder(spec: StampedFolder): Promise<boolean> {
  if (await isGood(spec)) return false;
  const { folder, name, log } = spec;
  const onWait = () => log(`${name}: waiting for another process that is preparing it`);
  try {
    return await withFileLock(`${folder}.lock`, onWait, () => makeFolder(spec));
  } catch (error) {
    throw explainFailure(name, folder, error);
  }
}
