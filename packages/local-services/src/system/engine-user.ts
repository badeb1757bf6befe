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

/** Whether the user can get to this folder: every existing parent has to let it through. */
export function isReachable(folder: string, user: EngineUser): boolean {
  if (!user.isDropped) return true;
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    const stat = statSync(at, { throwIfNoEntry: false });
    if (stat) {
      const bit = stat.uid === user.uid ? 0o100 : stat.gid === user.gid ? 0o010 : 0o001;
      if ((stat.mode & bit) === 0) return false;
    }
    if (at === path.dirname(at)) return true;
  }
}
