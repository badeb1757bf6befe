import { createServer, type Server } from 'node:http';
import type { CoreContext } from '@message-service/core/context';
import { getProjectionLag } from '@message-service/core/events';
import { isReady } from '@message-service/core/health';
import { allProjections, outboxSource } from '@message-service/core/projections';
import { getQueueStatus } from '@message-service/core/queues';
import type { Runtime } from './runtime.ts';

type Answer = [status: number, type: string, body: string];

const json = (status: number, body: object): Answer => [status, 'application/json', JSON.stringify(body)];

const readQueues = async (ctx: CoreContext) => {
  if (!ctx.queues.isReady()) return;
  const { queues } = await getQueueStatus(ctx, 0);
  for (const { name: queue, waiting, active, delayed, oldest_waiting_ms, workers } of queues) {
    ctx.metrics.queueSize.set({ queue }, waiting + active + delayed);
    ctx.metrics.queueOldest.set({ queue }, oldest_waiting_ms / 1_000);
    ctx.metrics.queueWorkers.set({ queue }, workers);
  }
};

const readLags = async (ctx: CoreContext) => {
  for (const projection of allProjections)
    ctx.metrics.projectionLag.set(
      { projection: projection.name },
      await getProjectionLag(ctx, projection, outboxSource),
    );
};

const answer = async (ctx: CoreContext, runtime: Runtime, path: string): Promise<Answer> => {
  switch (path) {
    case '/metrics':
      await readQueues(ctx).catch((error: unknown) => ctx.log.debug({ error }, 'queues not read'));
      await readLags(ctx).catch((error: unknown) => ctx.log.debug({ error }, 'lags of projections not read'));
      return [200, ctx.metrics.registry.contentType, await ctx.metrics.registry.metrics()];
    case '/health/live':
      return json(200, { status: 'alive' });
    case '/health/ready': {
      const ready = runtime.isRunning() && (await isReady(ctx));
      return json(ready ? 200 : 503, { status: ready ? 'ready' : 'not_ready' });
    }
    default:
      return json(404, { status: 'not_found' });
  }
};

/** The worker's `/metrics`, `/health/live` and `/health/ready`. @throws Error when the port is taken */
export const startHealthServer = async (
  ctx: CoreContext,
  runtime: Runtime,
  address: { host: string; port: number },
): Promise<Server> => {
  const server = createServer((request, response) => {
    answer(ctx, runtime, request.url ?? '/').then(
      ([status, type, body]) => response.writeHead(status, { 'content-type': type }).end(body),
      (error: unknown) => {
        ctx.log.warn({ error }, 'health server');
        response.writeHead(503).end();
      },
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(address, resolve);
  });
  return server;
};
