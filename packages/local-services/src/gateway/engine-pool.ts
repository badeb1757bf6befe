import { setTimeout as delay } from 'node:timers/promises';
import { connectPg, EngineLost, type PgConnection } from '../engine/pg-connection.ts';

export type EnginePool = {
  withConnection: <T>(use: (connection: PgConnection) => Promise<T>) => Promise<T>;
  isUp: () => boolean;
  waitUntilUp: () => Promise<void>;
};

const SEARCH_PATH = 'documentdb_api_catalog,documentdb_api,public';
const PROBE_EVERY_MS = 50;

/**
 * Keeps up to `maxConnections` engine connections. When one closes by itself the pool is down: it refuses work with
 * EngineLost until the engine answers again.
 */
export function createEnginePool(socketPath: string, maxConnections: number): EnginePool {
  const idle: PgConnection[] = [];
  const waiters: { resolve: (connection: PgConnection) => void; reject: (error: Error) => void }[] = [];
  let open = 0;
  let recovery: Promise<void> | null = null;
  let up = false;

  async function connect(): Promise<PgConnection> {
    open++;
    try {
      return await connectPg(socketPath, SEARCH_PATH, onLost);
    } catch (error) {
      open--;
      throw error;
    }
  }

  // One lost connection is taken for a lost engine: clients must not be told that it is there before that is known.
  function onLost(): void {
    up = false;
    for (const waiter of waiters.splice(0)) waiter.reject(new EngineLost('the engine is down'));
    void recover();
  }

  async function probe(): Promise<boolean> {
    try {
      release(await connect());
      return true;
    } catch (error) {
      if (!(error instanceof EngineLost)) throw error;
      return false;
    }
  }

  function recover(): Promise<void> {
    recovery ??= (async () => {
      while (!(await probe())) await delay(PROBE_EVERY_MS);
      up = true;
      recovery = null;
    })();
    return recovery;
  }

  async function take(): Promise<PgConnection> {
    if (!up) throw new EngineLost('the engine is down');
    for (let connection = idle.pop(); connection; connection = idle.pop()) {
      if (!connection.isDead()) return connection;
      open--;
    }
    if (open < maxConnections) return connect();
    return new Promise((resolve, reject) => waiters.push({ resolve, reject }));
  }

  function release(connection: PgConnection): void {
    const waiter = waiters.shift();
    if (!connection.isDead()) {
      if (waiter) waiter.resolve(connection);
      else idle.push(connection);
      return;
    }
    open--;
    if (waiter) connect().then(waiter.resolve, waiter.reject);
  }

  async function withConnection<T>(use: (connection: PgConnection) => Promise<T>): Promise<T> {
    const connection = await take();
    try {
      return await use(connection);
    } finally {
      release(connection);
    }
  }

  return { withConnection, isUp: () => up, waitUntilUp: recover };
}
