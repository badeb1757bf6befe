import './lib/node-version.mjs';
import { spawnSync } from 'node:child_process';
import { loadEnv } from './lib/env.mjs';
import { report } from './lib/failure.mjs';
import { ensureTools, withTools } from './lib/tools.mjs';

const say = (text) => process.stderr.write(`${text}\n`);
const args = process.argv.slice(2);
try {
  const env = loadEnv();
  await ensureTools(env, say, { dependencies: !['install', 'add', 'remove', 'update', 'up'].includes(args[0]) });
  const { status } = spawnSync('pnpm', args, { env: withTools(env), stdio: 'inherit' });
  process.exitCode = status ?? 1;
} catch (error) {
  process.exitCode = report(error);
}
