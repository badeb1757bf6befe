import './lib/node-version.mjs';
import path from 'node:path';
import { testEnv } from './lib/env.mjs';
import { report } from './lib/failure.mjs';
import { guarded } from './lib/guard.mjs';
import { at, root } from './lib/paths.mjs';
import { startChild, stopChildren } from './lib/processes.mjs';
import { ensureTools, withTools } from './lib/tools.mjs';

const print = (line) => process.stdout.write(`${line}\n`);
const env = testEnv();

/** Where the figures go unless the command line says: a file per run, named after its time. */
function defaultsFor(args) {
  const stamp = new Date().toISOString().replace(/[:.]/g, '-');
  return args.some((arg) => arg === '--json' || arg.startsWith('--json='))
    ? []
    : ['--json', path.join('.data', 'bench', `${stamp}.json`)];
}

async function main(interrupted, makeFolder) {
  const args = process.argv.slice(2);
  try {
    await ensureTools(env, print);
    const child = startChild({
      name: 'bench',
      command: process.execPath,
      args: [
        '--import',
        'tsx',
        at('bench', 'src', 'main.ts'),
        ...args,
        ...defaultsFor(args),
        '--data-dir',
        makeFolder('bench'),
      ],
      cwd: root,
      env: withTools(env),
      onLine: print,
    });
    const code = await Promise.race([child.ended, interrupted.then(() => null)]);
    if (code === null) await stopChildren([child], 10_000);
    return code === 0 ? 0 : 1;
  } catch (error) {
    return report(error);
  }
}

await guarded(main);
