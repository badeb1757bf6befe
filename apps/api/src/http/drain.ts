import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { DomainError } from '@message-service/shared/errors';
import type { FastifyInstance } from 'fastify';
import type { OpenStreams } from './open-streams.ts';

/** Closes the connections without a request under way. Node's own list leaves out those that never had one. */
const createIdleCloser = ({ server }: FastifyInstance): (() => void) => {
  const idle = new Set<Socket>();
  let closing = false;
  const rest = (socket: Socket) => {
    if (closing) socket.destroySoon();
    else if (!socket.destroyed) idle.add(socket);
  };
  server.on('connection', (socket: Socket) => {
    rest(socket);
    socket.once('close', () => idle.delete(socket));
  });
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    idle.delete(socket);
    response.once('close', () => rest(socket));
  });
  return () => {
    closing = true;
    for (const socket of idle) socket.destroy();
  };
};

/**
 * When the server closes, streams end, requests under way are answered and their connections closed, and requests that
 * still come in on open connections are told to go elsewhere.
 */
export const drainOnClose = (app: FastifyInstance, streams: OpenStreams): void => {
  const closeIdle = createIdleCloser(app);
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
    closeIdle();
  });
};
