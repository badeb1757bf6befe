import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { LocalServicesError } from '../errors.ts';
import { findEngineUser, isReachable } from '../system/engine-user.ts';
import { type Launched, launch } from '../system/launcher.ts';
import { waitForOldEngine } from '../system/old-engine.ts';
import { connectPg, EngineLost, type PgConnection } from './pg-connection.ts';
import { postgresSettings, settingsAsArguments } from './postgres-settings.ts';

const SOCKET_NAME = '.s.PGSQL.5432';
const READY_TIMEOUT_MS = 60_000;

export type PostgresOptions = { programs: string; dataFolder: string; socketFolder: string; durable: boolean };

export const socketPathOf = (socketFolder: string) => path.join(socketFolder, SOCKET_NAME);

/** The environment of everything that the engine's account runs: nothing of ours gets there. */
export function engineEnvironment(programs: string): NodeJS.ProcessEnv {
  return { HOME: '/', USER: 'postgres', LC_ALL: 'C.UTF-8', TZ: 'GMT', PATH: `${programs}:/usr/bin:/bin` };
}

/** A private folder for the engine's socket; its path is short, as sockets need it. */
export function createSocketFolder(): string {
  const user = findEngineUser();
  const parent = [os.tmpdir(), '/tmp', '/var/tmp', '/dev/shm'].find(
    (folder) => existsSync(folder) && isReachable(folder, user),
  );
  if (!parent)
    throw new LocalServicesError('No folder for sockets: /tmp is closed to the account that the engine runs as.');
  const folder = mkdtempSync(path.join(parent, 'message-service-'));
  chmodSync(folder, 0o700);
  if (user.isDropped) chownSync(folder, user.uid, user.gid);
  return folder;
}

const STILL_ENDING = /pre-existing shared memory block/;

async function connectWhenReady(engine: Launched, socketPath: string, logFile: string): Promise<PgConnection> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  for (;;) {
    try {
      return await connectPg(socketPath, 'public', () => undefined);
    } catch (error) {
      if (!(error instanceof EngineLost)) throw error;
      if (!engine.isRunning() || Date.now() > deadline)
        throw new LocalServicesError(readFileSync(logFile, 'utf8').slice(-1_000));
      await delay(20);
    }
  }
}

/**
 * Starts PostgreSQL on a data folder, which it reaches as its working directory: so the engine's account need not be able
 * to get to it. It listens on a socket in `socketFolder` only. Throws LocalServicesError.
 */
export async function startPostgres(options: PostgresOptions): Promise<Launched> {
  const { programs, dataFolder, socketFolder, durable } = options;
  await waitForOldEngine(dataFolder, 'postmaster.pid');
  const deadline = Date.now() + READY_TIMEOUT_MS;
  for (;;) {
    const engine = await launch({
      program: path.join(programs, 'postgres'),
      args: ['-D', '/proc/self/cwd', ...settingsAsArguments(postgresSettings(socketFolder, durable))],
      cwd: dataFolder,
      env: engineEnvironment(programs),
      user: findEngineUser(),
      stopSignal: 'INT',
      graceMs: 4_000,
      leftover: socketFolder,
    });
    try {
      const connection = await connectWhenReady(
        engine,
        socketPathOf(socketFolder),
        path.join(dataFolder, 'engine.log'),
      );
      connection.close();
      return engine;
    } catch (error) {
      await engine.kill();
      const said = error instanceof Error ? error.message : String(error);
      // After a kill -9 the old engine's children take a moment to notice.
      if (!STILL_ENDING.test(said) || Date.now() > deadline) {
        throw new LocalServicesError(`PostgreSQL did not start in ${dataFolder}: ${said}`);
      }
      await delay(100);
    }
  }
}

/** Gives a folder to the account that the engine runs as. */
export function giveToEngine(folder: string): void {
  const user = findEngineUser();
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (user.isDropped) chownSync(folder, user.uid, user.gid);
  chmodSync(folder, 0o700);
}
