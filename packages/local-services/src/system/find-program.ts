import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';

/** The first of these programs that a folder of the search path holds, or null. */
export function findProgram(names: string[], searchPath: string[]): string | null {
  for (const name of names) {
    for (const folder of searchPath) {
      const file = path.join(folder, name);
      if (statSync(file, { throwIfNoEntry: false })?.isFile() && isExecutable(file)) return file;
    }
  }
  return null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
