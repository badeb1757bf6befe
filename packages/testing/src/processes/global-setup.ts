import { publishApps } from '../settings.ts';
import { buildApps, removeApps } from './build-apps.ts';

/** Builds api and worker once for all files that start them as processes. */
export default async function setup(): Promise<() => Promise<void>> {
  const key = String(process.pid);
  await buildApps(key);
  publishApps(key);
  return () => removeApps(key);
}
