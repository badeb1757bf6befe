import { hostname } from 'node:os';
import { createContext } from '@message-service/core/context';
import { createLogger } from '@message-service/core/logger';
import { SettingsError } from '@message-service/core/settings';
import { handlers } from './handlers.ts';
import { startHealthServer } from './health-server.ts';
import { startLogKeeper } from './log-keeper.ts';
import { startRuntime } from './runtime.ts';
import { startSchedules } from './schedules.ts';
import { readSettings, type WorkerSettings } from './settings.ts';

const die = (message: string): never => {
  process.stderr.write(`${message}\n`);
  process.exit(1);
};

const loadSettings = (): WorkerSettings => {
  try {
    return readSettings();
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return die(error.message);
  }
};

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

const settings = loadSettings();
const { HOST: host, WORKER_METRICS_PORT: port, SHUTDOWN_GRACE_SECONDS: grace } = settings;
const log = createLogger(settings, 'worker');
const ctx = await createContext(settings, log, 'message-service-worker').catch((error: unknown) =>
  die(
    error instanceof SettingsError ? error.message : `The database (MONGODB_URL) cannot be reached: ${reasonOf(error)}`,
  ),
);
const workerId = `${hostname()}-${process.pid}`;
const runtime = startRuntime(ctx, handlers, { workerId, concurrency: settings.WORKER_CONCURRENCY });
const server = await startHealthServer(ctx, runtime, { host, port }).catch((error: unknown) =>
  die(`Health and metrics cannot be served at ${host}:${port} (WORKER_METRICS_PORT): ${reasonOf(error)}`),
);
const stopSchedules = startSchedules(ctx);
const stopKeeping = startLogKeeper(ctx, workerId);

let closing = false;
const shutdown = async (signal: string) => {
  if (closing) return;
  closing = true;
  log.info({ signal }, 'draining');
  stopSchedules();
  const kept = stopKeeping();
  server.close();
  server.closeAllConnections();
  const isDrained = await runtime.close(grace * 1_000);
  if (!isDrained) log.warn('stopped with work in progress; other workers take it over');
  setTimeout(() => process.exit(isDrained ? 0 : 1), 1_000).unref();
  await kept;
  await ctx.close();
  log.info('stopped');
  process.exit(isDrained ? 0 : 1);
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void shutdown(signal));
log.info({ worker: workerId, concurrency: settings.WORKER_CONCURRENCY }, 'worker started');
