import path from 'node:path';
import { readSettings, type Settings } from '../settings.ts';
import { findProgram } from '../system/find-program.ts';
import { run } from '../system/run.ts';
import { findCacheFolder } from './cache-folder.ts';
import { fetchPackages, unpackPackages } from './debian-packages.ts';
import { contentKey, isDebianAmd64 } from './recipe.ts';
import { relocate } from './relocate.ts';
import { ensureFolder, type Log } from './stamped-folder.ts';

const RECIPE = { version: 1, packages: ['promtool', 'patchelf'] };
const PROGRAM = 'usr/bin/promtool';

async function ensureDebianPromtool(cacheFolder: string, log: Log): Promise<string> {
  const folder = path.join(cacheFolder, `promtool-${contentKey(RECIPE)}`);
  await ensureFolder({
    folder,
    name: 'promtool',
    log,
    make: async (target) => {
      log('promtool: downloading it from the Debian archive (about 20 MB)');
      await unpackPackages(await fetchPackages(cacheFolder, RECIPE.packages, log), target);
      await relocate(target, [path.join(target, PROGRAM)]);
    },
    check: async (target) => {
      await run(path.join(target, PROGRAM), ['--version']);
    },
  });
  return path.join(folder, PROGRAM);
}

/**
 * The checker of Prometheus's rules: on the PATH, or from the Debian archive; null on a machine that has neither.
 * Throws LocalServicesError when the archive cannot be reached.
 */
export async function findPromtool(
  { log = () => undefined, settings = readSettings() }: { log?: Log; settings?: Settings } = {},
  hasDebian = isDebianAmd64(),
): Promise<string | null> {
  const onPath = findProgram(['promtool'], settings.searchPath);
  if (onPath) return onPath;
  return hasDebian ? ensureDebianPromtool(findCacheFolder(settings), log) : null;
}
