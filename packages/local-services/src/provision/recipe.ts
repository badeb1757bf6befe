import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import os from 'node:os';

/** A name for what a recipe makes: another recipe, another folder; folders of older recipes are left alone. */
export function contentKey(recipe: unknown): string {
  return createHash('sha256').update(JSON.stringify(recipe)).digest('hex').slice(0, 12);
}

/** Whether packages of the Debian archive can be laid into a folder here. */
export function isDebianAmd64(): boolean {
  if (process.platform !== 'linux' || os.arch() !== 'x64') return false;
  try {
    return /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}
