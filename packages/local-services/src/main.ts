import { parseArgs } from 'node:util';
import { LocalServicesError } from './errors.ts';
import { findChromium } from './provision/find-chromium.ts';
import { findPromtool } from './provision/find-promtool.ts';
import { provision } from './provision/provision.ts';
import type { Service } from './services/service.ts';
import { startServices } from './services/start-services.ts';

const USAGE = `usage: up --data-dir FOLDER [--durable] [--mongodb-port N] [--redis-port N]
       provision [--chromium]
       chromium
       promtool`;

const log = (line: string) => process.stderr.write(`${line}\n`);

function describe({ engine, why, ms }: Service) {
  return { engine, why, ms };
}

function portOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new LocalServicesError(`${text} is not a port`);
}

function whenAskedToEnd(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', resolve).once('SIGINT', resolve);
    process.stdin.once('end', resolve).once('error', resolve).resume();
  });
}

async function up(values: { 'data-dir'?: string; durable?: boolean; 'mongodb-port'?: string; 'redis-port'?: string }) {
  const dataDir = values['data-dir'];
  if (!dataDir) throw new LocalServicesError(USAGE);
  const asked = whenAskedToEnd();
  let dead: (error: Error) => void = () => undefined;
  const died = new Promise<never>((_, reject) => {
    dead = reject;
  });
  died.catch(() => undefined);
  const starting = startServices({
    dataDir,
    durable: values.durable ?? false,
    mongodbPort: portOf(values['mongodb-port']),
    redisPort: portOf(values['redis-port']),
    log,
    onDeath: (name, detail) => dead(new LocalServicesError(`${name} ${detail}; its log is engine.log in ${dataDir}`)),
  });
  // Asked to end before all is up: what is running ends with this process.
  const services = await Promise.race([starting, asked]);
  if (!services) return;
  const { mongodb, redis } = services;
  const ready = { mongodb_url: mongodb.url, redis_url: redis.url, mongodb: describe(mongodb), redis: describe(redis) };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
  await Promise.race([asked, died]).finally(() => services.stop());
}

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      'data-dir': { type: 'string' },
      durable: { type: 'boolean' },
      'mongodb-port': { type: 'string' },
      'redis-port': { type: 'string' },
      chromium: { type: 'boolean' },
    },
  });
  const [command] = positionals;
  if (command === 'up') return up(values);
  if (command === 'provision') {
    for (const { name, engine, why, ms } of await provision({ chromium: values.chromium ?? false, log })) {
      process.stdout.write(`${name}: ${engine} (${why}), ${(ms / 1000).toFixed(1)} s\n`);
    }
    return;
  }
  if (command === 'chromium') {
    process.stdout.write(`${(await findChromium({ log })).path}\n`);
    return;
  }
  if (command === 'promtool') {
    const program = await findPromtool({ log });
    process.stdout.write(`${program ?? 'none: put promtool of Prometheus on the PATH'}\n`);
    return;
  }
  throw new LocalServicesError(USAGE);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    log(error instanceof LocalServicesError ? error.message : String(error instanceof Error ? error.stack : error));
    process.exit(1);
  },
);
