import type { FastifyInstance } from 'fastify';
import { type AuthSettings, consoleOrigins } from '../auth/settings-schema.ts';

const ALLOWED = {
  'access-control-allow-methods': 'GET, POST, PATCH, DELETE',
  'access-control-allow-headers': 'authorization, content-type, last-event-id, traceparent, x-trace-id',
  'access-control-max-age': 600,
} as const;
const EXPOSED = 'x-trace-id, retry-after, ratelimit-limit, ratelimit-remaining, ratelimit-reset';

/**
 * Lets pages of the origins in CORS_ORIGINS call the api with a bearer token and read its answers. Never with a cookie:
 * credentials are not allowed, and a cookie that comes all the same is taken away before anybody looks at it.
 */
export const serveOtherOrigins = (
  app: FastifyInstance,
  settings: Pick<AuthSettings, 'CORS_ORIGINS' | 'CONSOLE_ORIGINS' | 'CONSOLE_PORT'>,
): void => {
  const own = consoleOrigins(settings);
  const others = new Set(settings.CORS_ORIGINS?.filter((origin) => !own.includes(origin)));
  if (others.size === 0) return;
  app.addHook('onRequest', async (request, reply) => {
    reply.header('vary', 'origin');
    const { origin } = request.headers;
    if (origin === undefined || !others.has(origin)) return;
    delete request.headers.cookie;
    reply.headers({ 'access-control-allow-origin': origin, 'access-control-expose-headers': EXPOSED });
    if (request.method === 'OPTIONS') return reply.status(204).headers(ALLOWED).send();
  });
  app.addHook('onSend', async (_request, _reply, payload) => {
    // tRPC brings its own
    if (payload instanceof Response) payload.headers.append('vary', 'origin');
  });
};
