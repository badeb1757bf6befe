import { publishApps, readTestSettings } from '../settings.ts';
import { buildApps, removeApps } from './build-apps.ts';

/** Builds api and worker once for all files that start them as processes, whichever project they are of. */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (readTestSettings().TEST_APPS) return undefined;
  const key = String(process.pid);
  await buildApps(key);
  publishApps(key);
  return () => removeApps(key);
}
