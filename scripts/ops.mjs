import './lib/node-version.mjs';
import { spawnSync } from 'node:child_process';
import { ensureBuilt } from './lib/build.mjs';
import { loadEnv } from './lib/env.mjs';
import { Failure, report } from './lib/failure.mjs';
import { opsCommand, planFrom, serviceEnv } from './lib/product.mjs';
import { readRuntime } from './lib/runtime.mjs';
import { ensureTools } from './lib/tools.mjs';

const say = (text) => process.stderr.write(`${text}\n`);

/** The stores that the command works on: those of the environment, else those of the running `npm start`. */
function storesOf(env, plan, args) {
  const running = readRuntime(plan.dataDir);
  const stores = {
    mongodb_url: env.MONGODB_URL || running?.mongodb_url,
    redis_url: env.REDIS_URL || running?.redis_url,
  };
  const helping = args.length === 0 || args.includes('--help') || args.includes('-h') || args[0] === 'help';
  if (helping || (stores.mongodb_url && stores.redis_url)) return stores;
  throw new Failure(
    'No database to work on: start the service (npm start) and wait until it is ready, or set MONGODB_URL and REDIS_URL.',
  );
}

try {
  const args = process.argv.slice(2);
  const env = loadEnv();
  const plan = planFrom(env);
  const stores = storesOf(env, plan, args);
  await ensureTools(env, say);
  await ensureBuilt(env, ['ops'], say);
  const ownEnv = Object.fromEntries(Object.entries(serviceEnv(env, plan, stores)).filter(([, value]) => value));
  const { status } = spawnSync(opsCommand().command, opsCommand(...args).args, { env: ownEnv, stdio: 'inherit' });
  process.exitCode = status ?? 1;
} catch (error) {
  process.exitCode = report(error);
}
