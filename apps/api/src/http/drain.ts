import { DomainError } from '@message-service/shared/errors';
import type { FastifyInstance } from 'fastify';
import type { OpenStreams } from './open-streams.ts';

/**
 * When the server closes, streams end, requests under way are answered and their connections closed, and requests that
 * still come in on open connections are told to go elsewhere.
 */
export const drainOnClose = (app: FastifyInstance, streams: OpenStreams): void => {
  let draining = false;
  app.addHook('onRequest', async () => {
    if (draining) throw new DomainError('UNAVAILABLE', 'The service is stopping.', { retryAfterSeconds: 1 });
  });
  app.addHook('onSend', async (_request, reply) => {
    if (draining) reply.header('connection', 'close');
  });
  app.addHook('preClose', async () => {
    draining = true;
    streams.endAll();
  });
};
