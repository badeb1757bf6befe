import type { CoreContext } from '@message-service/core/context';
import { getHealth, isReady } from '@message-service/core/health';
import type { FastifyInstance } from 'fastify';
import { concurrentRequests, VERSION } from './version.ts';

/** `/health`, `/health/live`, `/health/ready` and `/metrics`, which need no identity and hold no ids. */
export const serveHealth = (app: FastifyInstance, core: CoreContext): void => {
  app.get('/health', async (_request, reply) => {
    const health = await getHealth(core, VERSION, await concurrentRequests(core));
    return reply.status(health.status === 'unhealthy' ? 503 : 200).send(health);
  });
  app.get('/health/live', async () => ({ status: 'alive' }));
  app.get('/health/ready', async (_request, reply) => {
    const ready = await isReady(core);
    return reply.status(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not_ready' });
  });
  app.get('/metrics', async (_request, reply) =>
    reply.type(core.metrics.registry.contentType).send(await core.metrics.registry.metrics()),
  );
};
