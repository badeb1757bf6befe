import type { CoreContext } from '@message-service/core/context';
import type { FastifyInstance } from 'fastify';

const isEventStream = (type: unknown) => String(type).startsWith('text/event-stream');

/** Counts and times what was answered, by the pattern of its route: addresses would make a series of every id. */
export const countRequests = (app: FastifyInstance, { metrics }: Pick<CoreContext, 'metrics'>): void => {
  app.addHook('onResponse', async ({ method, routeOptions }, reply) => {
    const route = routeOptions.url ?? 'unknown';
    metrics.httpRequests.inc({ method, route, status: reply.raw.statusCode });
    if (isEventStream(reply.raw.getHeader('content-type'))) return;
    metrics.httpRequest.observe({ method, route }, reply.elapsedTime / 1_000);
  });
};
