import { setTimeout as delay } from 'node:timers/promises';
import { connectPg, EngineLost, type PgConnection } from './pg-connection.ts';

export type EnginePool = {
  withConnection: <T>(use: (connection: PgConnection) => Promise<T>) => Promise<T>;
  isUp: () => boolean;
  waitUntilUp: () => Promise<void>;
};

export type EnginePoolOptions = {
  socketPath: string;
  maxConnections: number;
  onDown: () => void;
};

const SEARCH_PATH = 'documentdb_api_catalog,documentdb_api,public';
const PROBE_EVERY_MS = 50;

/**
 * Keeps up to `maxConnections` engine connections. When one closes by itself the engine is probed; while it does not
 * answer the pool is down, refuses work with EngineLost, and comes back by itself.
 */
export function createEnginePool({ socketPath, maxConnections, onDown }: EnginePoolOptions): EnginePool {
  const idle: PgConnection[] = [];
  const waiters: { resolve: (connection: PgConnection) => void; reject: (error: Error) => void }[] = [];
  let open = 0;
  let recovery: Promise<void> | null = null;
  let up = false;

  async function connect(): Promise<PgConnection> {
    open++;
    try {
      return await connectPg(socketPath, SEARCH_PATH, () => void recover());
    } catch (error) {
      open--;
      throw error;
    }
  }

  function markDown(): void {
    if (!up) return;
    up = false;
    for (const waiter of waiters.splice(0)) waiter.reject(new EngineLost('the engine is down'));
    onDown();
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
      while (!(await probe())) {
        markDown();
        await delay(PROBE_EVERY_MS);
      }
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
