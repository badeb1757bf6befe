import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';

/** The first of these programs that a folder of the search path holds, or null. */
export function findProgram(names: string[], searchPath: string[]): string | null {
  for (const name of names) {
    for (const folder of searchPath) {
      const file = path.join(folder, name);
      if (isExecutable(file)) return file;
    }
  }
  return null;
}

/** False as well for what a folder that may not be looked into holds. */
function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
