import os from 'node:os';
import path from 'node:path';

export type Settings = {
  mongodbUrl: string | undefined;
  redisUrl: string | undefined;
  searchPath: string[];
  cacheHome: string;
  playwrightBrowsers: string;
};

/** What this package takes from the environment. An empty variable counts as not set. */
export function readSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  const cacheHome = env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache');
  return {
    mongodbUrl: env.MONGODB_URL || undefined,
    redisUrl: env.REDIS_URL || undefined,
    searchPath: (env.PATH ?? '').split(path.delimiter).filter(Boolean),
    cacheHome,
    playwrightBrowsers: env.PLAYWRIGHT_BROWSERS_PATH || path.join(cacheHome, 'ms-playwright'),
  };
}
