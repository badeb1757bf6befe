import path from 'node:path';
import { adviceFor, Failure } from './failure.mjs';
import { at, root } from './paths.mjs';
import { run, startChild } from './processes.mjs';
import { withTools } from './tools.mjs';

const main = at('packages', 'local-services', 'src', 'main.ts');
const command = (...args) => ({ command: process.execPath, args: ['--import', 'tsx', main, ...args], cwd: root });

function describe(engine) {
  return engine ? [engine.engine, engine.why].filter(Boolean).join(' – ') : 'given by its URL';
}

/**
 * Starts MongoDB and Redis where the environment names none, and keeps them for as long as the answered `child` lives.
 * Throws Failure when they cannot be had.
 */
export async function startServices(env, { dataDir, durable, logFile, onProgress, onChild }) {
  if (env.MONGODB_URL && env.REDIS_URL)
    return { mongodb_url: env.MONGODB_URL, redis_url: env.REDIS_URL, mongodb: describe(), redis: describe() };
  const args = ['up', '--data-dir', dataDir, ...(durable ? ['--durable'] : [])];
  let tell;
  const ready = new Promise((resolve) => {
    tell = resolve;
  });
  const child = startChild({
    name: 'local-services',
    ...command(...args),
    env: withTools(env),
    logFile,
    holdStdin: true,
    onLine: (line, stream) => {
      if (stream === 'stdout' && line.startsWith('{')) tell(JSON.parse(line));
      else onProgress(line);
    },
  });
  onChild(child);
  const urls = await Promise.race([ready, child.ended.then(() => null)]);
  if (!urls) {
    const output = child.lastLines().join('\n');
    throw new Failure(`MongoDB and Redis could not be prepared.\n${output}\n\n${adviceFor(output)}`);
  }
  return { ...urls, mongodb: describe(urls.mongodb), redis: describe(urls.redis) };
}

/** Provides a browser for the journeys and answers how to start it. Throws Failure. */
export async function findChromium(env) {
  const { code, output } = await run({ name: 'chromium', ...command('chromium'), env: withTools(env) });
  const executable = output.split('\n').findLast((line) => path.isAbsolute(line.trim()));
  if (code === 0 && executable) return executable.trim();
  throw new Failure(`No browser could be prepared.\n${output}\n\n${adviceFor(output)}`);
}

/** The checker of Prometheus's rules; null where it is not to be had. Throws Failure when the download fails. */
export async function findPromtool(env) {
  const { code, output } = await run({ name: 'promtool', ...command('promtool'), env: withTools(env) });
  if (code !== 0) throw new Failure(`No promtool could be prepared.\n${output}\n\n${adviceFor(output)}`);
  return (
    output
      .split('\n')
      .findLast((line) => path.isAbsolute(line.trim()))
      ?.trim() ?? null
  );
}
