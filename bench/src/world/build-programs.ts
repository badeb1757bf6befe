import { execFile } from 'node:child_process';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { buildApps, removeApps } from '@message-service/testing/processes';

const BENCH = path.resolve(import.meta.dirname, '../..');
const API = path.resolve(BENCH, '../apps/api');
const cacheOf = (folder: string, key: string) => path.join(folder, 'node_modules/.cache', `bench-${key}`);

export type ProgramName =
  | 'generator'
  | 'llm'
  | 'api-without-stores'
  | 'stamping-llm'
  | 'context-builder'
  | 'relay-floor'
  | 'accept-floor'
  | 'plain-floor'
  | 'worker-floor'
  | 'pages-floor'
  | 'usage-floor';
export type Programs = {
  api: string;
  worker: string;
  /** The api's server and settings as modules, for a program that puts other stores under them. */
  apiServer: string;
  apiSettings: string;
  own(name: ProgramName): string;
  remove(): Promise<void>;
};

const tsup = (folder: string, ...args: string[]) =>
  promisify(execFile)(path.join(folder, 'node_modules/.bin/tsup'), ['--silent', ...args], { cwd: folder });

/**
 * Bundles the apps as they are deployed, and the programs of the benchmarks in the same way, into folders of this run:
 * another build meanwhile does not change what is measured.
 */
export const buildPrograms = async (key: string): Promise<Programs> => {
  const [own, api] = [cacheOf(BENCH, key), cacheOf(API, key)];
  const remove = async () => {
    await Promise.all([own, api].map((folder) => rm(folder, { recursive: true, force: true })));
    await removeApps(`bench-${key}`);
  };
  try {
    const apps = await buildApps(`bench-${key}`);
    await tsup(API, '--out-dir', api, '--entry.server', 'src/server.ts', '--entry.settings', 'src/settings.ts');
    await tsup(BENCH, '--out-dir', own);
    const built = await readdir(own);
    return {
      ...apps,
      apiServer: path.join(api, 'server.js'),
      apiSettings: path.join(api, 'settings.js'),
      own(name) {
        if (!built.includes(`${name}.js`)) throw new Error(`${name} was not built`);
        return path.join(own, `${name}.js`);
      },
      remove,
    };
  } catch (error) {
    await remove();
    throw error;
  }
};
