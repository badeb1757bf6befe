import './lib/node-version.mjs';
import { loadEnv } from './lib/env.mjs';
import { Failure } from './lib/failure.mjs';
import { dataDirectory } from './lib/paths.mjs';
import { secrets } from './lib/secrets.mjs';
import { claimsFrom, sign, usage } from './lib/token.mjs';

const args = process.argv.slice(2);
if (args.includes('--help')) {
  process.stdout.write(`${usage}\n`);
} else {
  try {
    const env = loadEnv();
    const claims = claimsFrom(args, env);
    process.stdout.write(`${sign(claims, secrets(env, dataDirectory(env)).JWT_SECRET_KEY)}\n`);
  } catch (error) {
    process.stderr.write(`${error instanceof Failure ? error.message : error.stack}\n`);
    process.exitCode = 2;
  }
}
