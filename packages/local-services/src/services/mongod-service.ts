import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Document } from 'bson';
import { LocalServicesError } from '../errors.ts';
import { freePort } from '../system/free-port.ts';
import { type Launched, launch } from '../system/launcher.ts';
import { waitForOldEngine } from '../system/old-engine.ts';
import { sendCommand } from '../system/send-command.ts';
import type { OnDeath, Running } from './service.ts';

const READY_TIMEOUT_MS = 60_000;
const SET = 'rs0';

// Retryable writes need a replica set; a set of one is enough. Its configuration holds the port of the run that made it.
async function becomePrimary(port: number): Promise<void> {
  const members = [{ _id: 0, host: `127.0.0.1:${port}` }];
  const hello = await sendCommand(port, { hello: 1, $db: 'admin' });
  if (hello.isWritablePrimary === true && hello.me === members[0]?.host) return;
  const made = await sendCommand(port, { replSetInitiate: { _id: SET, members }, $db: 'admin' });
  if (made.ok === 1 || made.code !== 23) return;
  const { config } = (await sendCommand(port, { replSetGetConfig: 1, $db: 'admin' })) as { config?: Document };
  if (config?.members?.[0]?.host === members[0]?.host) return;
  const moved = { ...config, members, version: Number(config?.version ?? 1) + 1 };
  await sendCommand(port, { replSetReconfig: moved, force: true, $db: 'admin' });
}

async function isPrimary(port: number): Promise<boolean> {
  try {
    await becomePrimary(port);
    return (await sendCommand(port, { hello: 1, $db: 'admin' })).isWritablePrimary === true;
  } catch {
    return false;
  }
}

async function startOn(program: string, dataFolder: string, port: number): Promise<Launched> {
  await waitForOldEngine(dataFolder, 'mongod.lock');
  const engine = await launch({
    program,
    args: [
      '--dbpath',
      '.',
      '--port',
      String(port),
      '--bind_ip',
      '127.0.0.1',
      '--replSet',
      SET,
      '--nounixsocket',
      '--quiet',
    ],
    cwd: dataFolder,
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' },
    stopSignal: 'TERM',
    graceMs: 4_000,
  });
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (!(await isPrimary(port))) {
    if (!engine.isRunning() || Date.now() > deadline) {
      await engine.kill();
      throw new LocalServicesError(
        `mongod did not start: ${readFileSync(path.join(dataFolder, 'engine.log'), 'utf8').slice(-1_000)}`,
      );
    }
    await delay(50);
  }
  return engine;
}

/** A mongod on loopback, as a replica set of one. */
export async function runMongod(
  program: string,
  options: { dataDir: string; port: number; onDeath: OnDeath },
): Promise<Running> {
  const dataFolder = path.join(options.dataDir, 'mongod');
  mkdirSync(dataFolder, { recursive: true });
  const port = options.port || (await freePort());
  let stopping = false;
  const start = async () => {
    const started = await startOn(program, dataFolder, port);
    void started.ended.then((code) => stopping || options.onDeath('mongod', `ended with ${code}`));
    return started;
  };
  let engine = await start();
  return {
    url: `mongodb://127.0.0.1:${port}/?directConnection=true`,
    pids: () => (engine.isRunning() ? [engine.pid] : []),
    kill: async () => {
      stopping = true;
      await engine.kill();
      stopping = false;
    },
    restart: async () => {
      if (!engine.isRunning()) engine = await start();
    },
    stop: async () => {
      stopping = true;
      await engine.stop();
    },
  };
}
