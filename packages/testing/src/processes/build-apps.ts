import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

export type AppName = 'api' | 'worker';
export type Apps = Record<AppName, string>;

const APPS = path.resolve(import.meta.dirname, '../../../../apps');
const folderOf = (app: AppName, key: string) => path.join(APPS, app, 'node_modules/.cache', `processes-${key}`);

/** Where `buildApps` with this key puts the programs. */
export const builtApps = (key: string): Apps => ({
  api: path.join(folderOf('api', key), 'main.js'),
  worker: path.join(folderOf('worker', key), 'main.js'),
});

/** Bundles api and worker from their source, as they are deployed; takes about two seconds. */
export const buildApps = async (key: string): Promise<Apps> => {
  for (const app of ['api', 'worker'] as const) {
    const program = path.join(APPS, app, 'node_modules/.bin/tsup');
    await promisify(execFile)(program, ['--silent', '--out-dir', folderOf(app, key)], { cwd: path.join(APPS, app) });
  }
  return builtApps(key);
};

export const removeApps = async (key: string): Promise<void> => {
  for (const app of ['api', 'worker'] as const) await rm(folderOf(app, key), { recursive: true, force: true });
};
