import './lib/node-version.mjs';
import { testEnv } from './lib/env.mjs';
import { report } from './lib/failure.mjs';
import { killAll } from './lib/processes.mjs';
import { runStaticChecks } from './lib/static-checks.mjs';
import { ensureTools } from './lib/tools.mjs';

process.on('exit', killAll);
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => process.exit(1));

const print = (text) => process.stdout.write(`${text}\n`);
try {
  const env = testEnv();
  await ensureTools(env, print);
  const results = await runStaticChecks(env, ({ name, ok, output, ms }) => {
    print(`${ok ? '✓' : '✖'} ${name} (${(ms / 1000).toFixed(1)} s)`);
    if (!ok) print(output);
  });
  const failed = results.filter((result) => !result.ok).length;
  print(`${results.length - failed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
} catch (error) {
  process.exitCode = report(error);
}
