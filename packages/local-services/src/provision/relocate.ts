import { closeSync, lstatSync, openSync, readdirSync, readSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { LocalServicesError } from '../errors.ts';
import { eachParallel, run } from '../system/run.ts';

export const LIBRARY_FOLDER = 'usr/lib/x86_64-linux-gnu';
const LOADER = 'usr/lib64/ld-linux-x86-64.so.2';

function isElf(file: string): boolean {
  if (!lstatSync(file, { throwIfNoEntry: false })?.isFile()) return false;
  const descriptor = openSync(file, 'r');
  const head = Buffer.alloc(4);
  readSync(descriptor, head);
  closeSync(descriptor);
  return head.equals(Buffer.from('\x7fELF'));
}

/** The ELF files directly in a folder; a link to one is left out, for two at once must not patch the same file. */
export function elfFiles(folder: string): string[] {
  return readdirSync(folder)
    .map((name) => path.join(folder, name))
    .filter(isElf);
}

/**
 * Makes programs of an unpacked tree run where they are, with the tree's own loader and libraries: no chroot and no
 * LD_LIBRARY_PATH. `modules` are libraries that are loaded by path and look for others.
 */
export async function relocate(root: string, programs: string[], modules: string[] = []): Promise<void> {
  const loader = path.join(root, LOADER);
  const libraries = path.join(root, LIBRARY_FOLDER);
  const patch = (args: string[]) =>
    run(loader, ['--library-path', libraries, path.join(root, 'usr/bin/patchelf'), ...args]);
  const width = os.availableParallelism();
  await eachParallel(programs, width, (file) =>
    patch(['--set-interpreter', loader, '--force-rpath', '--set-rpath', `${libraries}:${path.dirname(file)}`, file]),
  );
  await eachParallel(modules, width, async (file) => {
    const current = (await patch(['--print-rpath', file])).trim();
    if (current === '' || current.includes('ORIGIN')) return;
    const inTree = current.split(':').map((folder) => path.join(root, folder));
    await patch(['--force-rpath', '--set-rpath', [libraries, '$ORIGIN', ...inTree].join(':'), file]);
  });
}

/** Throws when a library that one of these files needs is not in the tree. */
export async function checkLibraries(root: string, files: string[], extra: string[] = []): Promise<void> {
  const search = [path.join(root, LIBRARY_FOLDER), ...extra].join(':');
  for (const file of files) {
    const list = await run(path.join(root, LOADER), ['--library-path', search, '--list', file]);
    const missing = list.split('\n').filter((line) => line.includes('not found'));
    if (missing.length > 0) throw new LocalServicesError(`${file} lacks ${missing.join(', ')}`);
  }
}
