import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
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

async function isGood({ folder, name, log, check }: StampedFolder): Promise<boolean> {
  if (!isStamped(folder)) return false;
  try {
    await check(folder);
    return true;
  } catch {
    log(`${name}: the folder ${folder} is broken and is made again`);
    return false;
  }
}

/**
 * A folder that is made once and shared. It cannot be moved after it is made, so it is made in its place and stamped last:
 * without its stamp, or when its check fails, it counts as broken and is made again. Gives whether it had to be made.
 */
export async function ensureFolder(spec: StampedFolder): Promise<boolean> {
  if (await isGood(spec)) return false;
  const { folder, name, log, make, check } = spec;
  try {
    return await withFileLock(
      `${folder}.lock`,
      () => log(`${name}: waiting for another process that is preparing it`),
      async () => {
        if (await isGood(spec)) return false;
        rmSync(stampOf(folder), { force: true });
        if (existsSync(folder)) {
          const broken = `${folder}.broken-${process.pid}`;
          renameSync(folder, broken);
          rmSync(broken, { recursive: true, force: true });
        }
        mkdirSync(folder, { recursive: true });
        chmodSync(folder, 0o755);
        await make(folder);
        await check(folder);
        writeFileSync(stampOf(folder), folder);
        return true;
      },
    );
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw explainFailure(name, folder, error);
  }
}
