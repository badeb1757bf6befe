import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { LocalServicesError } from '../errors.ts';
import { readSettings } from '../settings.ts';
import { findProgram } from '../system/find-program.ts';
import { run } from '../system/run.ts';
import { findCacheFolder } from './cache-folder.ts';
import { ensureDebianChromium } from './debian-chromium.ts';
import { isDebianAmd64 } from './recipe.ts';
import type { Log } from './stamped-folder.ts';

/** A browser: the program, the arguments that it needs here, and where it comes from. */
export type Chromium = { path: string; args: string[]; engine: string; why: string };

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
const NO_CHROMIUM = `No Chromium here. Do one of these:
  - install chromium (Debian: apt-get install chromium) and put it on the PATH
  - let Playwright download one: npx playwright install --with-deps chromium`;

async function runs(program: string): Promise<boolean> {
  try {
    await run(program, ['--version'], { timeoutMs: 15_000 });
    return true;
  } catch {
    return false;
  }
}

function playwrightPrograms(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const builds = readdirSync(folder).filter(
    (name) => /^chromium-\d+$/.test(name) && existsSync(path.join(folder, name, 'INSTALLATION_COMPLETE')),
  );
  const newestFirst = builds.sort((left, right) => Number(right.slice(9)) - Number(left.slice(9)));
  return newestFirst
    .flatMap((name) => ['chrome-linux/chrome', 'chrome-linux64/chrome'].map((file) => path.join(folder, name, file)))
    .filter((file) => existsSync(file));
}

async function installOnHost(reason: string, log: Log): Promise<string> {
  log(`Chromium: it does not work from a private folder (${reason}); installing Debian's package on this machine`);
  const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' };
  await run('apt-get', ['-qq', 'update'], { env });
  await run('apt-get', ['-qq', '-y', '--no-install-recommends', 'install', 'chromium', 'fonts-dejavu-core'], { env });
  return '/usr/bin/chromium';
}

/**
 * A Chromium for the browser tests: on the PATH, Playwright's own, or Debian's in a private folder. Throws
 * LocalServicesError with one message that says what to do.
 */
export async function findChromium(
  { log = () => undefined }: { log?: Log } = {},
  hasDebian = isDebianAmd64(),
): Promise<Chromium> {
  const settings = readSettings();
  const isRoot = process.getuid?.() === 0;
  const args = isRoot ? ['--no-sandbox'] : [];
  const onPath = findProgram(NAMES, settings.searchPath);
  if (onPath && (await runs(onPath)))
    return { path: onPath, args, engine: 'chromium', why: `${onPath} is on the PATH` };
  for (const program of playwrightPrograms(settings.playwrightBrowsers)) {
    if (await runs(program)) return { path: program, args, engine: 'chromium', why: "Playwright's own" };
  }
  if (!hasDebian) throw new LocalServicesError(NO_CHROMIUM);
  const found = { args: ['--no-sandbox'], engine: 'chromium' };
  try {
    const program = await ensureDebianChromium(findCacheFolder(settings), log);
    return { ...found, path: program, why: 'none on the PATH; from the Debian archive' };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (!isRoot || /disk that holds|cannot be reached|cannot be written/.test(reason)) throw error;
    return { ...found, path: await installOnHost(reason, log), why: 'installed from the Debian archive' };
  }
}
