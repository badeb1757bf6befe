import { randomUUID } from 'node:crypto';
import helmet from '@fastify/helmet';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { CoreContext } from '@message-service/core/context';
import { DomainError } from '@message-service/shared/errors';
import { type FastifyTRPCPluginOptions, fastifyTRPCPlugin } from '@trpc/server/adapters/fastify';
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { createAuthenticator } from './auth/create-authenticator.ts';
import { authRoutes } from './auth/routes.ts';
import { conversationRoutes } from './conversations/routes.ts';
import { retryAfterOf, toDomainError, toProblem } from './errors.ts';
import { serveHealth } from './health/plain-routes.ts';
import { type Route, serveRoutes } from './http/define-route.ts';
import { buildOpenApi } from './http/openapi.ts';
import { setRateLimitHeaders } from './http/rate-limit-headers.ts';
import { messageRoutes } from './messages/routes.ts';
import { queueRoutes } from './queues/routes.ts';
import { createRequestScope } from './request-scope.ts';
import { type AppRouter, appRouter } from './router.ts';
import type { ApiSettings } from './settings.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Event streams that are open; aborted when the server closes. */
    openStreams: Set<AbortController>;
  }
}

/** Every REST route, for the server, the OpenAPI document and the tests of the policies. */
export const restRoutes: readonly Route[] = [...conversationRoutes, ...messageRoutes, ...queueRoutes];

const TRACE_ID = /^[\w.:-]{1,128}$/;
const MAX_BATCH = 10;

const serveErrors = (app: FastifyInstance) => {
  app.setErrorHandler((error, request, reply) => {
    const known = toDomainError(error);
    if (known.code === 'INTERNAL') request.log.error({ err: error, trace_id: request.id }, 'unexpected');
    const retryAfter = retryAfterOf(known);
    if (retryAfter !== undefined) reply.header('retry-after', Math.ceil(retryAfter));
    if (known.details.limit) setRateLimitHeaders(reply, known.details.limit);
    const problem = toProblem(known, request.id);
    return reply.status(problem.status).type('application/problem+json').send(problem);
  });
  app.setNotFoundHandler(() => {
    throw new DomainError('NOT_FOUND', 'There is no such resource.');
  });
};

const serveDocs = async (app: FastifyInstance) => {
  const document = buildOpenApi(restRoutes);
  app.get('/openapi.json', async () => document);
  await app.register(swagger, { mode: 'static', specification: { document: document as never } });
  await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: true });
};

/** The HTTP server over an open context: REST, tRPC, health, metrics and documentation. Not yet listening. */
export const buildServer = async (
  core: CoreContext,
  settings: ApiSettings,
  logger: FastifyBaseLogger,
): Promise<FastifyInstance> => {
  const app: FastifyInstance = Fastify({
    loggerInstance: logger,
    disableRequestLogging: true,
    bodyLimit: settings.MAX_BODY_BYTES,
    routerOptions: { maxParamLength: 5_000, ignoreTrailingSlash: true },
    trustProxy: settings.TRUSTED_PROXIES ?? false,
    requestIdHeader: false,
    genReqId: ({ headers }) => {
      const given = headers['x-trace-id'];
      return typeof given === 'string' && TRACE_ID.test(given) ? given : randomUUID();
    },
    forceCloseConnections: true,
    return503OnClosing: true,
  });
  app.decorate('openStreams', new Set<AbortController>());
  app.addHook('onRequest', async (request, reply) => {
    core.metrics.concurrentRequests.inc();
    reply.header('x-trace-id', request.id);
  });
  app.addHook('onResponse', async () => core.metrics.concurrentRequests.dec());
  app.addHook('preClose', async () => {
    for (const stream of app.openStreams) stream.abort();
  });
  serveErrors(app);
  await app.register(helmet, {
    contentSecurityPolicy: { directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
  });
  const scopeOf = createRequestScope(core, createAuthenticator(core, settings));
  await app.register(authRoutes(core, settings));
  serveRoutes(app, restRoutes, scopeOf);
  serveHealth(app, core);
  await serveDocs(app);
  await app.register(fastifyTRPCPlugin, {
    prefix: '/trpc',
    trpcOptions: {
      router: appRouter,
      maxBatchSize: MAX_BATCH,
      createContext: ({ req }) => scopeOf(req),
    } satisfies FastifyTRPCPluginOptions<AppRouter>['trpcOptions'],
  });
  return app;
};
