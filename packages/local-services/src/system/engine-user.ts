import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** The account that PostgreSQL runs as: it refuses to be root, so there it is `nobody`. */
export type EngineUser = { uid: number; gid: number; isDropped: boolean };

export function findEngineUser(): EngineUser {
  const uid = process.getuid?.() ?? 0;
  const gid = process.getgid?.() ?? 0;
  if (uid !== 0) return { uid, gid, isDropped: false };
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('nobody:'));
  const [, , nobody, group] = (line ?? 'nobody:x:65534:65534').split(':');
  return { uid: Number(nobody), gid: Number(group), isDropped: true };
}

/** Whether the user can get to this folder: every part of its path that is there has to let it through. */
export function isReachable(folder: string, user: EngineUser): boolean {
  if (!user.isDropped) return true;
  let at: string = path.sep;
  for (const part of path.resolve(folder).split(path.sep)) {
    at = path.join(at, part);
    const stat = statSync(at, { throwIfNoEntry: false });
    if (!stat) return true;
    const bit = stat.uid === user.uid ? 0o100 : stat.gid === user.gid ? 0o010 : 0o001;
    if (!stat.isDirectory() || (stat.mode & bit) === 0) return false;
  }
  return true;
}
