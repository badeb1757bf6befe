import { createServer } from 'node:http';
import { hostname } from 'node:os';
import { createContext } from '@message-service/core/context';
import { isReady } from '@message-service/core/health';
import { createLogger } from '@message-service/core/logger';
import { SettingsError } from '@message-service/core/settings';
import { handlers } from './handlers.ts';
import { startRuntime } from './runtime.ts';
import { startSchedules } from './schedules.ts';
import { readSettings, type WorkerSettings } from './settings.ts';

const loadSettings = (): WorkerSettings => {
  try {
    return readSettings();
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
};

const settings = loadSettings();
const log = createLogger(settings, 'worker');
const ctx = await createContext(settings, log, 'message-service-worker');
const workerId = `${hostname()}-${process.pid}`;
const runtime = startRuntime(ctx, handlers, { workerId, concurrency: settings.WORKER_CONCURRENCY });
const stopSchedules = startSchedules(ctx);

const answer = async (path: string): Promise<[status: number, type: string, body: string]> => {
  if (path === '/metrics') {
    for (const queue of ctx.queues.all()) {
      const counts = await queue.getJobCounts('waiting', 'active', 'delayed', 'prioritized');
      ctx.metrics.queueSize.set(
        { queue: queue.name },
        Object.values(counts).reduce((sum, n) => sum + n, 0),
      );
    }
    return [200, ctx.metrics.registry.contentType, await ctx.metrics.registry.metrics()];
  }
  if (path === '/health/live') return [200, 'application/json', '{"status":"alive"}'];
  if (path === '/health/ready') {
    const ready = runtime.isRunning() && (await isReady(ctx));
    return [ready ? 200 : 503, 'application/json', JSON.stringify({ status: ready ? 'ready' : 'not_ready' })];
  }
  return [404, 'application/json', '{"status":"not_found"}'];
};

const server = createServer((request, response) => {
  answer(request.url ?? '/').then(
    ([status, type, body]) => response.writeHead(status, { 'content-type': type }).end(body),
    (error: unknown) => {
      log.warn({ error }, 'health server');
      response.writeHead(503).end();
    },
  );
});
server.listen(settings.WORKER_METRICS_PORT, settings.HOST);

let closing = false;
const shutdown = async (signal: string) => {
  if (closing) return;
  closing = true;
  log.info({ signal }, 'draining');
  stopSchedules();
  server.close();
  server.closeAllConnections();
  await runtime.close(settings.SHUTDOWN_GRACE_SECONDS * 1_000);
  await ctx.close();
  log.info('stopped');
  process.exit(0);
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void shutdown(signal));
log.info({ worker: workerId, concurrency: settings.WORKER_CONCURRENCY }, 'worker started');
