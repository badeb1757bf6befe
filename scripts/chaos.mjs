import './lib/node-version.mjs';
import { testEnv } from './lib/env.mjs';
import { report } from './lib/failure.mjs';
import { guarded } from './lib/guard.mjs';
import { at, root } from './lib/paths.mjs';
import { startChild, stopChildren } from './lib/processes.mjs';
import { ensureTools, withTools } from './lib/tools.mjs';

/** Time that the run has to say what it found and to end its processes. */
const GRACE_MS = 60_000;

const print = (line) => process.stdout.write(`${line}\n`);
const env = testEnv();

async function main(interrupted) {
  try {
    await ensureTools(env, print);
    const child = startChild({
      name: 'chaos',
      command: process.execPath,
      args: ['--import', 'tsx', at('packages', 'testing', 'src', 'chaos', 'main.ts'), ...process.argv.slice(2)],
      cwd: root,
      env: withTools(env),
      onLine: print,
    });
    const code = await Promise.race([child.ended, interrupted.then(() => null)]);
    if (code === null) await stopChildren([child], GRACE_MS);
    return (code ?? (await child.ended)) === 0 ? 0 : 1;
  } catch (error) {
    return report(error);
  }
}

await guarded(main);
