import type { CoreContext } from '@message-service/core/context';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { alertRoutes } from './alerts/routes.ts';
import { analyticsRoutes } from './analytics/routes.ts';
import { auditRoutes } from './audit/routes.ts';
import { createAuthenticator } from './auth/create-authenticator.ts';
import { authRouteDescriptions, authRoutes } from './auth/routes.ts';
import { budgetRoutes } from './budgets/routes.ts';
import { conversationRoutes } from './conversations/routes.ts';
import { healthRouteDescriptions, serveHealth } from './health/plain-routes.ts';
import { serveOtherOrigins } from './http/cors.ts';
import { countRequests } from './http/count-requests.ts';
import { type Route, serveRoutes } from './http/define-route.ts';
import { demandPolicies } from './http/demand-policies.ts';
import { serveDocs } from './http/docs.ts';
import { drainOnClose } from './http/drain.ts';
import { createOpenStreams, type OpenStreams } from './http/open-streams.ts';
import { parseJsonBodies } from './http/parse-json.ts';
import { answerClientError, answerFrameworkError, serveProblems } from './http/problems.ts';
import { SECURITY_HEADERS } from './http/security-headers.ts';
import { serveTrpc } from './http/serve-trpc.ts';
import { traceIdOf } from './http/trace-id.ts';
import { llmRoutes } from './llm/routes.ts';
import { messageRoutes } from './messages/routes.ts';
import { deskRoutes } from './moderation/desk-routes.ts';
import { caseRoutes } from './moderation/routes.ts';
import { queueRoutes } from './queues/routes.ts';
import { createRequestScope } from './request-scope.ts';
import { safetyRoutes } from './safety/routes.ts';
import { searchRoutes } from './search/routes.ts';
import type { ApiSettings } from './settings.ts';
import { userRoutes } from './users/routes.ts';

declare module 'fastify' {
  interface FastifyInstance {
    openStreams: OpenStreams;
  }
}

/** Every REST route, for the server, the OpenAPI document and the tests of the policies. */
export const restRoutes: readonly Route[] = [
  ...conversationRoutes,
  ...messageRoutes,
  ...llmRoutes,
  ...queueRoutes,
  ...alertRoutes,
  ...analyticsRoutes,
  ...auditRoutes,
  ...budgetRoutes,
  ...userRoutes,
  ...caseRoutes,
  ...deskRoutes,
  ...safetyRoutes,
  ...searchRoutes,
];

const describedRoutes = [...restRoutes, ...authRouteDescriptions, ...healthRouteDescriptions];

/** Time in which a request, its body included, has to arrive. */
const REQUEST_TIMEOUT_MS = 60_000;

const createApp = (settings: ApiSettings, logger: FastifyBaseLogger): FastifyInstance =>
  Fastify({
    loggerInstance: logger,
    // a child logger per request costs more than the few lines that name their trace id themselves
    childLoggerFactory: (instance) => instance,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'trace_id' }),
    bodyLimit: settings.MAX_BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    routerOptions: { maxParamLength: 5_000, ignoreTrailingSlash: true },
    trustProxy: settings.TRUSTED_PROXIES ?? false,
    requestIdHeader: false,
    genReqId: ({ headers }) => traceIdOf(headers),
    frameworkErrors: answerFrameworkError,
    clientErrorHandler: answerClientError,
    return503OnClosing: false,
  });

/** Before anything else of a request: its headers, and its place in the count of requests in work. */
const openRequests = (app: FastifyInstance, { metrics }: CoreContext): void => {
  app.addHook('onRequest', async (request, reply) => {
    metrics.concurrentRequests.inc();
    reply.raw.once('close', () => metrics.concurrentRequests.dec());
    reply.headers({ ...SECURITY_HEADERS, 'x-trace-id': request.id, 'cache-control': 'no-store' });
  });
};

/** The HTTP server over an open context: REST, tRPC, health, metrics and documentation. Not yet listening. */
export const buildServer = async (
  core: CoreContext,
  settings: ApiSettings,
  logger: FastifyBaseLogger,
): Promise<FastifyInstance> => {
  const app = createApp(settings, logger);
  const streams = createOpenStreams(
    { maxPerUser: settings.MAX_STREAMS_PER_USER, recheckMs: settings.STREAM_RECHECK_SECONDS * 1_000 },
    core.now,
  );
  app.decorate('openStreams', streams);
  demandPolicies(app);
  openRequests(app, core);
  countRequests(app, core);
  serveOtherOrigins(app, settings);
  drainOnClose(app, streams);
  parseJsonBodies(app);
  serveProblems(app);
  const scopeOf = createRequestScope(core, createAuthenticator(core, settings), streams);
  await app.register(authRoutes(core, settings));
  serveRoutes(app, restRoutes, scopeOf);
  serveHealth(app, core);
  await serveDocs(app, describedRoutes);
  await serveTrpc(app, scopeOf);
  return app;
};
