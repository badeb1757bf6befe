import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { adviceFor, Failure } from './failure.mjs';
import { withLock } from './lock.mjs';
import { at, root } from './paths.mjs';
import { mustRun } from './processes.mjs';
import { withTools } from './tools.mjs';

const output = { console: '.next' };
const passedOver = new Set(['node_modules', 'dist', '.next', '.turbo', 'coverage', 'next-env.d.ts']);

function addFiles(hash, file) {
  for (const entry of readdirSync(file, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const inside = path.join(file, entry.name);
    if (passedOver.has(entry.name) || /\.test(?:-kit)?\.tsx?$|\.tsbuildinfo$/.test(entry.name)) continue;
    if (entry.isDirectory()) addFiles(hash, inside);
    else hash.update(path.relative(root, inside)).update('\0').update(readFileSync(inside)).update('\0');
  }
}

/** The apps that are built: those whose package.json says how. */
export function buildableApps() {
  return readdirSync(at('apps')).filter((app) => {
    const file = at('apps', app, 'package.json');
    return existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).scripts?.build;
  });
}

/** A hash of everything that goes into the build of an app. */
function sourceHash(app) {
  const hash = createHash('sha256').update(process.versions.modules);
  for (const file of ['pnpm-lock.yaml', 'tsconfig.base.json']) hash.update(readFileSync(at(file)));
  for (const folder of [at('packages', 'shared'), at('packages', 'core'), at('apps', app)]) addFiles(hash, folder);
  return hash.digest('hex');
}

const stampFile = (app) => at('apps', app, output[app] ?? 'dist', '.source-hash');
/** What a finished build leaves last: a build that was broken off leaves none. */
const resultOf = (app) => at('apps', app, ...(output[app] ? [output[app], 'BUILD_ID'] : ['dist', 'main.js']));
const isFresh = (app, hash) =>
  existsSync(resultOf(app)) && existsSync(stampFile(app)) && readFileSync(stampFile(app), 'utf8') === hash;

/** Builds the apps whose sources changed since their last build; answers their names. Throws Failure. */
export async function ensureBuilt(env, apps = buildableApps(), say = () => {}) {
  const work = async () => {
    const hashes = new Map(apps.map((app) => [app, sourceHash(app)]));
    const stale = apps.filter((app) => !isFresh(app, hashes.get(app)));
    if (stale.length === 0) return stale;
    say(`building ${stale.join(', ')}`);
    for (const app of stale) rmSync(stampFile(app), { force: true });
    const filters = stale.map((app) => `--filter=@message-service/${app}`);
    const args = ['run', 'build', ...filters, '--output-logs=errors-only'];
    await mustRun({ name: 'The build', command: 'turbo', args, cwd: root, env: withTools(env) }, adviceFor);
    const unfinished = stale.filter((app) => !existsSync(resultOf(app)));
    if (unfinished.length > 0) throw new Failure(`The build of ${unfinished.join(', ')} was broken off. Run it again.`);
    for (const app of stale) {
      mkdirSync(path.dirname(stampFile(app)), { recursive: true });
      writeFileSync(stampFile(app), hashes.get(app));
    }
    return stale;
  };
  return withLock(at('.tools', 'build.lock'), work, (pid) =>
    say(`waiting for another run that is building (process ${pid})`),
  );
}
