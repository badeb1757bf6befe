import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run } from '../system/run.ts';
import { fetchPackages, unpackPackages } from './debian-packages.ts';
import { createPhases } from './phases.ts';
import { contentKey } from './recipe.ts';
import { elfFiles, LIBRARY_FOLDER, relocate } from './relocate.ts';
import { ensureFolder, type Log } from './stamped-folder.ts';

const FONTS = ['fonts-dejavu-core', 'fonts-liberation', 'fonts-noto-color-emoji'];
const RECIPE = { version: 1, packages: ['chromium-headless-shell', ...FONTS, 'patchelf'] };
const PROGRAM_FOLDER = 'usr/lib/chromium';
const TIMEOUT_MS = 30_000;

const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

// Fonts come from the folder too: a bare machine has neither fonts nor fontconfig's settings.
function writeWrapper(folder: string): void {
  const fonts = path.join(folder, 'fonts.conf');
  writeFileSync(
    fonts,
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>${path.join(folder, 'usr/share/fonts')}</dir>
  <cachedir>${path.join(folder, 'font-cache')}</cachedir>
</fontconfig>
`,
  );
  const program = path.join(folder, PROGRAM_FOLDER, 'chromium-headless-shell');
  const script = `#!/bin/sh\nFONTCONFIG_FILE=${quote(fonts)} exec ${quote(program)} "$@"\n`;
  writeFileSync(path.join(folder, 'chromium'), script, { mode: 0o755 });
}

async function make(cacheFolder: string, folder: string, log: Log): Promise<void> {
  log('Chromium: downloading it from the Debian archive (about 160 MB)');
  const phases = createPhases();
  const files = await fetchPackages(cacheFolder, RECIPE.packages, log);
  phases.end(`${files.length} packages downloaded`);
  await unpackPackages(files, folder);
  phases.end('unpacked');
  const programs = elfFiles(path.join(folder, PROGRAM_FOLDER)).filter((file) => !file.includes('.so'));
  await relocate(folder, programs, elfFiles(path.join(folder, LIBRARY_FOLDER)));
  phases.end('relocated');
  log(`Chromium: ${phases.text()}`);
  mkdirSync(path.join(folder, 'font-cache'));
  writeWrapper(folder);
  const page = 'data:text/html,<script>document.write(6*7)</script>';
  const seen = await run(path.join(folder, 'chromium'), ['--no-sandbox', '--dump-dom', page], {
    timeoutMs: TIMEOUT_MS,
  });
  if (!seen.includes('42')) throw new Error('the browser does not draw a page');
}

/** Debian's Chromium, without a window, in a private folder with its libraries and fonts. Gives the program to start. */
export async function ensureDebianChromium(cacheFolder: string, log: Log): Promise<string> {
  const folder = path.join(cacheFolder, `chromium-${contentKey(RECIPE)}`);
  await ensureFolder({
    folder,
    name: 'Chromium',
    log,
    make: (target) => make(cacheFolder, target, log),
    check: async (target) => {
      await run(path.join(target, 'chromium'), ['--version'], { timeoutMs: TIMEOUT_MS });
    },
  });
  return path.join(folder, 'chromium');
}
