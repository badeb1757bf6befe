import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { LocalServicesError } from '../errors.ts';
import type { Settings } from '../settings.ts';
import { findEngineUser, isReachable } from '../system/engine-user.ts';

function makeWritable(folder: string): string | null {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    accessSync(folder, constants.W_OK | constants.X_OK);
    const { uid, mode } = statSync(folder);
    if (uid !== process.getuid?.() || (mode & 0o022) !== 0) return 'belongs to somebody else';
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * The folder that all checkouts of this user share. As root the engine runs as `nobody`, who cannot get into /root:
 * there the cache is /var/cache/message-service. Throws LocalServicesError when no folder can be written.
 */
export function findCacheFolder(settings: Settings): string {
  const user = findEngineUser();
  const wanted = path.join(settings.cacheHome, 'message-service');
  const candidates = [wanted, '/var/cache/message-service', `/var/tmp/message-service-${process.getuid?.() ?? 0}`];
  const faults: string[] = [];
  for (const folder of candidates) {
    const fault = isReachable(folder, user) ? makeWritable(folder) : 'closed to the account that the engine runs as';
    if (fault === null) return folder;
    faults.push(`${folder} (${fault})`);
  }
  throw new LocalServicesError(
    `No folder for the engines can be written: ${faults.join(', ')}. Set XDG_CACHE_HOME to one that can.`,
  );
}
