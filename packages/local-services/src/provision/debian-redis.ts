import path from 'node:path';
import { run } from '../system/run.ts';
import { fetchPackages, unpackPackages } from './debian-packages.ts';
import { contentKey } from './recipe.ts';
import { elfFiles, relocate } from './relocate.ts';
import { ensureFolder, type Log } from './stamped-folder.ts';

const RECIPE = { version: 1, packages: ['redis-server', 'patchelf'] };
const PROGRAM = 'usr/bin/redis-server';

/** Redis from the Debian archive in a private folder. */
export async function ensureDebianRedis(cacheFolder: string, log: Log): Promise<string> {
  const folder = path.join(cacheFolder, `redis-${contentKey(RECIPE)}`);
  await ensureFolder({
    folder,
    name: 'Redis',
    log,
    make: async (target) => {
      log('Redis: downloading it from the Debian archive (about 10 MB)');
      await unpackPackages(await fetchPackages(cacheFolder, RECIPE.packages, log), target);
      const programs = elfFiles(path.join(target, 'usr/bin')).filter((file) =>
        path.basename(file).startsWith('redis-'),
      );
      await relocate(target, programs);
    },
    check: async (target) => {
      await run(path.join(target, PROGRAM), ['--version']);
    },
  });
  return path.join(folder, PROGRAM);
}
