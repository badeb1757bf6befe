import { LocalServicesError } from '../errors.ts';
import { readSettings } from '../settings.ts';
import { findProgram } from '../system/find-program.ts';
import type { Log } from './stamped-folder.ts';

export type Chromium = { path: string; args: string[]; engine: string; why: string };

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
const NO_CHROMIUM = `No Chromium here. Do one of these:
  - install chromium (Debian: apt-get install chromium) and put it on the PATH
  - let Playwright download one: npx playwright install chromium`;

/** A Chromium for the browser tests. Throws LocalServicesError with one message that says what to do. */
export async function findChromium({ log = () => undefined }: { log?: Log } = {}): Promise<Chromium> {
  const settings = readSettings();
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const onPath = findProgram(NAMES, settings.searchPath);
  if (onPath) return { path: onPath, args, engine: 'chromium', why: `${onPath} is on the PATH` };
  log('Chromium: none on the PATH');
  throw new LocalServicesError(NO_CHROMIUM);
}
