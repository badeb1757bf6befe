import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { adviceFor, Failure } from './failure.mjs';
import { withLock } from './lock.mjs';
import { at, root } from './paths.mjs';
import { mustRun } from './processes.mjs';

const bin = at('.tools', 'node_modules', '.bin');
const installStamp = at('node_modules', '.installed');
const patientDownloads = {
  npm_config_fetch_retries: '3',
  npm_config_fetch_retry_mintimeout: '500',
  npm_config_fetch_retry_maxtimeout: '4000',
  npm_config_prefer_offline: 'true',
};

/** The environment in which the workspace's own command line tools are found. */
export const withTools = (env) => ({
  ...env,
  PATH: `${bin}${path.delimiter}${at('node_modules', '.bin')}${path.delimiter}${env.PATH}`,
});

function pinnedPnpm() {
  return JSON.parse(readFileSync(at('package.json'), 'utf8'))
    .packageManager.split('@')[1]
    .split('+')[0];
}

function installedPnpm() {
  const file = at('.tools', 'node_modules', 'pnpm', 'package.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).version : null;
}

async function ensurePnpm(env, say) {
  const version = pinnedPnpm();
  if (installedPnpm() === version) return;
  say(`getting pnpm ${version}`);
  mkdirSync(at('.tools'), { recursive: true });
  writeFileSync(at('.tools', 'package.json'), '{ "private": true }\n');
  const args = ['install', '--prefix', at('.tools'), '--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
  await mustRun(
    {
      name: 'npm install pnpm',
      command: 'npm',
      args: [...args, `pnpm@${version}`],
      cwd: root,
      env: { ...env, ...patientDownloads },
    },
    adviceFor,
  );
}

/** A hash of what decides which dependencies are installed. */
export function lockfileHash() {
  const hash = createHash('sha256').update(`${pinnedPnpm()} ${process.versions.modules}`);
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml']) hash.update(readFileSync(at(file)));
  return hash.digest('hex');
}

async function ensureDependencies(env, say) {
  const wanted = lockfileHash();
  const complete = existsSync(installStamp) && existsSync(at('node_modules', '.bin', 'turbo'));
  if (complete && readFileSync(installStamp, 'utf8') === wanted) return;
  say('installing dependencies');
  const args = ['install', '--frozen-lockfile', '--reporter=append-only', '--loglevel=warn'];
  await mustRun(
    {
      name: 'pnpm install',
      command: 'pnpm',
      args,
      cwd: root,
      env: { ...withTools(env), ...patientDownloads, CI: 'true' },
    },
    (output) =>
      /OUTDATED_LOCKFILE/.test(output)
        ? 'A package.json changed without the lockfile: run "node scripts/pnpm.mjs install" and commit pnpm-lock.yaml.'
        : adviceFor(output),
  );
  writeFileSync(installStamp, wanted);
}

/** Makes the checkout ready to build: the pinned pnpm in `.tools/`, and the dependencies when the lockfile changed. */
export async function ensureTools(env, say, { dependencies = true } = {}) {
  const onWait = (pid) => say(`waiting for another run that is installing (process ${pid})`);
  const work = async () => {
    await ensurePnpm(env, say);
    if (dependencies) await ensureDependencies(env, say);
  };
  try {
    await withLock(at('.tools', 'install.lock'), work, onWait);
  } catch (error) {
    if (error instanceof Failure || !error.code) throw error;
    throw new Failure(`The dependencies cannot be prepared: ${error.message}\n${adviceFor(String(error.message))}`);
  }
}
