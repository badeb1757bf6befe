import { mkdirSync, readFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { LocalServicesError } from '../errors.ts';
import { freePort } from '../system/free-port.ts';
import { type Launched, launch } from '../system/launcher.ts';
import { waitForOldEngine } from '../system/old-engine.ts';
import type { OnDeath, Running } from './service.ts';

const READY_TIMEOUT_MS = 60_000;
const PORT_ATTEMPTS = 5;
const PID_FILE = 'redis.pid';
const PORT_TAKEN = /Address already in use/;

class PortTaken extends LocalServicesError {}

// Another Redis may hold the port while ours has not noticed yet: only the answer of our own process counts.
function isReady(port: number, pid: number): Promise<boolean> {
  return new Promise((resolve) => {
    let said = '';
    const socket = net.connect(port, '127.0.0.1', () => socket.write('INFO server\r\nPING\r\n'));
    const settle = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(1_000, () => settle(false));
    socket.on('error', () => settle(false));
    socket.on('close', () => settle(false));
    socket.on('data', (chunk) => {
      said += chunk;
      if (/^(\+PONG|-)/m.test(said)) settle(said.includes(`process_id:${pid}\r\n`) && said.includes('+PONG'));
    });
  });
}

async function startOn(program: string, dataFolder: string, durable: boolean, port: number): Promise<Launched> {
  const settings = {
    bind: '127.0.0.1',
    port: String(port),
    'maxmemory-policy': 'noeviction',
    appendonly: durable ? 'yes' : 'no',
    save: '',
    dir: '.',
    daemonize: 'no',
    pidfile: PID_FILE,
  };
  await waitForOldEngine(dataFolder, PID_FILE);
  const engine = await launch({
    program,
    args: Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]),
    cwd: dataFolder,
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C.UTF-8' },
    stopSignal: 'TERM',
    graceMs: 3_000,
  });
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (!(await isReady(port, engine.pid))) {
    if (!engine.isRunning() || Date.now() > deadline) {
      await engine.kill();
      const said = readFileSync(path.join(dataFolder, 'engine.log'), 'utf8');
      if (PORT_TAKEN.test(said))
        throw new PortTaken(`Port ${port} is in use. Stop what uses it, or choose another port.`);
      throw new LocalServicesError(`Redis did not start in ${dataFolder}: ${said.slice(-1_000)}`);
    }
    await delay(10);
  }
  return engine;
}

async function startOnFreePort(program: string, dataFolder: string, durable: boolean) {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    try {
      return { port, engine: await startOn(program, dataFolder, durable, port) };
    } catch (error) {
      if (!(error instanceof PortTaken) || attempt === PORT_ATTEMPTS) throw error;
    }
  }
}

/** A Redis on loopback that evicts nothing; with `durable` it keeps its data in an append-only file. */
export async function runRedis(
  program: string,
  options: { dataDir: string; durable: boolean; port: number; onDeath: OnDeath },
): Promise<Running> {
  const { durable } = options;
  const dataFolder = path.join(options.dataDir, 'redis');
  mkdirSync(dataFolder, { recursive: true });
  const given =
    options.port > 0 ? { port: options.port, engine: await startOn(program, dataFolder, durable, options.port) } : null;
  const { port, engine: first } = given ?? (await startOnFreePort(program, dataFolder, durable));
  let engine = first;
  let stopping = false;
  const watch = (started: Launched) => {
    void started.ended.then((code) => stopping || options.onDeath('Redis', `ended with ${code}`));
    return started;
  };
  watch(engine);
  return {
    url: `redis://127.0.0.1:${port}`,
    pids: () => (engine.isRunning() ? [engine.pid] : []),
    kill: async () => {
      stopping = true;
      await engine.kill();
      stopping = false;
    },
    restart: async () => {
      if (!engine.isRunning()) engine = watch(await startOn(program, dataFolder, durable, port));
    },
    stop: async () => {
      stopping = true;
      await engine.stop();
    },
  };
}
