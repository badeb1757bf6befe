import { withTraceId } from '@message-service/core/trace';
import { DomainError } from '@message-service/shared/errors';
import { type FastifyTRPCPluginOptions, fastifyTRPCPlugin } from '@trpc/server/adapters/fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { retryAfterOf, toDomainError } from '../errors.ts';
import type { ScopeOf } from '../request-scope.ts';
import { type AppRouter, appRouter } from '../router.ts';
import { logUnexpected } from '../trpc.ts';
import { declareForAll } from './demand-policies.ts';

const MAX_BATCH = 10;
const METHODS = ['GET', 'HEAD', 'POST'];

/**
 * tRPC would also take forms and bytes, which a foreign page can send without being asked.
 * @throws DomainError NOT_FOUND, VALIDATION_FAILED
 */
const assertJsonCall = ({ method, headers }: FastifyRequest): void => {
  if (!METHODS.includes(method)) throw new DomainError('NOT_FOUND', 'There is no such resource.');
  const essence = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (essence !== undefined && essence !== 'application/json') {
    throw new DomainError('VALIDATION_FAILED', 'Calls carry JSON only.');
  }
};

/** The procedures at `/trpc`, in batches of at most ten. */
export const serveTrpc = async (app: FastifyInstance, scopeOf: ScopeOf): Promise<void> => {
  await app.register(async (scope) => {
    declareForAll(scope, 'per-procedure');
    scope.addHook('onRequest', async (request) => assertJsonCall(request));
    scope.addHook('preHandler', (request, _reply, done) => withTraceId(request.id, done));
    scope.addHook('onSend', async (_request, _reply, payload) => {
      // tRPC says of a stream that its connection is kept, also to those who had asked for the opposite
      if (payload instanceof Response) payload.headers.delete('connection');
    });
    await scope.register(fastifyTRPCPlugin, {
      prefix: '/trpc',
      trpcOptions: {
        router: appRouter,
        maxBatchSize: MAX_BATCH,
        createContext: ({ req, res }) => scopeOf(req, res),
        onError: logUnexpected,
        responseMeta: ({ errors }) => {
          const waits = errors.flatMap((error) => retryAfterOf(toDomainError(error)) ?? []);
          return waits.length > 0
            ? { headers: new Headers({ 'retry-after': `${Math.ceil(Math.max(...waits))}` }) }
            : {};
        },
      } satisfies FastifyTRPCPluginOptions<AppRouter>['trpcOptions'],
    });
  });
};
