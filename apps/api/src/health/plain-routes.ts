import type { CoreContext } from '@message-service/core/context';
import { getHealth, isReady } from '@message-service/core/health';
import { Health } from '@message-service/shared/health';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { DescribedRoute } from '../http/openapi.ts';
import { concurrentRequests, VERSION } from './version.ts';

const common = {
  method: 'GET',
  tag: 'Operation',
  policy: 'public',
  input: z.strictObject({}),
  status: 200,
} as const;

export const healthRouteDescriptions: readonly DescribedRoute[] = [
  { ...common, path: '/health', summary: 'How the service and what it needs are; 503 when unhealthy', output: Health },
  {
    ...common,
    path: '/health/live',
    summary: 'The process runs',
    output: z.object({ status: z.literal('alive') }),
  },
  {
    ...common,
    path: '/health/ready',
    summary: 'Requests can be served; 503 when not',
    output: z.object({ status: z.enum(['ready', 'not_ready']) }),
  },
  {
    ...common,
    path: '/metrics',
    summary: 'Metrics in the text format of Prometheus',
    output: z.string(),
    produces: 'text/plain',
  },
];

/** `/health`, `/health/live`, `/health/ready` and `/metrics`, which need no identity and hold no ids. */
export const serveHealth = (app: FastifyInstance, core: CoreContext): void => {
  const config = { policy: 'public' } as const;
  app.get('/health', { config }, async (_request, reply) => {
    const health = await getHealth(core, VERSION, await concurrentRequests(core));
    return reply.status(health.status === 'unhealthy' ? 503 : 200).send(health);
  });
  app.get('/health/live', { config }, async () => ({ status: 'alive' }));
  app.get('/health/ready', { config }, async (_request, reply) => {
    const ready = await isReady(core);
    return reply.status(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not_ready' });
  });
  app.get('/metrics', { config }, async (_request, reply) =>
    reply.type(core.metrics.registry.contentType).send(await core.metrics.registry.metrics()),
  );
};
