import { existsSync, mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { adviceFor, Failure } from './failure.mjs';
import { at } from './paths.mjs';

const gigabyte = 1024 ** 3;

/** Parents first: where a parent cannot be made, Node's own recursive way tries for ever in some file systems. */
function makeFolder(folder) {
  if (existsSync(folder)) return;
  makeFolder(path.dirname(folder));
  mkdirSync(folder);
}

function requireWritable(folder) {
  const probe = path.join(folder, `.probe-${process.pid}`);
  try {
    makeFolder(folder);
    writeFileSync(probe, 'x'.repeat(4096));
    rmSync(probe);
  } catch (error) {
    throw new Failure(`${folder} cannot be written (${error.code}). ${adviceFor(error.code)}`);
  }
}

function requireSpace(folder, needed) {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  if (free >= needed) return;
  const text = (bytes) => `${(bytes / gigabyte).toFixed(1)} GB`;
  throw new Failure(
    `Only ${text(free)} are free at ${folder}, but ${text(needed)} are needed. Free some space, then run it again.`,
  );
}

/** Makes sure that the checkout and the data directory can be written and have room. Throws Failure. */
export function requireDisk(dataDir) {
  requireWritable(at('.tools'));
  requireWritable(dataDir);
  requireSpace(at('.tools'), existsSync(at('node_modules', '.installed')) ? 0.2 * gigabyte : 2 * gigabyte);
  requireSpace(dataDir, 0.2 * gigabyte);
}
