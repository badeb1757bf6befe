import { currentTraceId } from '@message-service/core/trace';
import { DomainError } from '@message-service/shared/errors';
import { initTRPC, type TRPCError } from '@trpc/server';
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc';
import type { Authenticated } from './auth/create-authenticator.ts';
import { requireRole } from './auth/require-role.ts';
import { retryAfterOf, statusOfCode, toDomainError, trpcCodeOf } from './errors.ts';
import { describeError } from './http/describe-error.ts';
import { guardedSuperjson } from './http/guarded-superjson.ts';
import { type Policy, rolesOf } from './policy.ts';
import type { RequestScope } from './request-scope.ts';

const PING_MS = 15_000;

const t = initTRPC
  .context<RequestScope>()
  .meta<{ policy: Policy }>()
  .create({
    transformer: guardedSuperjson,
    isDev: false,
    sse: { ping: { enabled: true, intervalMs: PING_MS }, client: { reconnectAfterInactivityMs: 2 * PING_MS } },
    errorFormatter: ({ shape, error, ctx }) => {
      const known = toDomainError(error);
      const { errors, extra } = known.details;
      const retryAfter = retryAfterOf(known);
      return {
        message: known.message,
        code: TRPC_ERROR_CODES_BY_KEY[trpcCodeOf(known.code)],
        data: {
          ...extra,
          httpStatus: statusOfCode(known.code),
          path: shape.data.path,
          code: known.code,
          trace_id: ctx?.traceId ?? currentTraceId(),
          ...(errors ? { errors } : {}),
          ...(retryAfter === undefined ? {} : { retry_after: retryAfter }),
        },
      };
    },
  });

export const { router } = t;

/** Told of every error of a call, also in the middle of a subscription. */
export const logUnexpected = ({
  error,
  path,
  ctx,
}: {
  error: TRPCError;
  path: string | undefined;
  ctx: RequestScope | undefined;
}): void => {
  if (toDomainError(error).code !== 'INTERNAL') return;
  ctx?.core.log.error({ path, trace_id: ctx.traceId, error: describeError(error) }, 'unexpected');
};

/** The start of every procedure: nothing is reachable without a declared policy. */
const procedure = (policy: Policy) => t.procedure.meta({ policy });

/** For everybody; `authenticate` tells who calls, if anybody. */
export const publicProcedure = procedure('public');

const withIdentity = (policy: Exclude<Policy, 'public'>) =>
  procedure(policy).use(async ({ ctx, next }) => {
    const identity: Authenticated = requireRole(await ctx.authenticate(), ...rolesOf(policy));
    return next({ ctx: { ...ctx, identity } });
  });

/** For whoever is signed in; the verb decides whose data they see. */
export const signedInProcedure = withIdentity('signed-in');

/** For some roles only. */
export const roleProcedure = (policy: Exclude<Policy, string>) => withIdentity(policy);

/**
 * Runs a subscription as one of the caller's open streams, so that it is counted and ends with the sign-in.
 * @throws DomainError RATE_LIMITED at the start, and the reason when the service ends the stream
 */
export async function* asOpenStream<T>(
  ctx: RequestScope & { identity: Authenticated },
  start: (signal: AbortSignal) => AsyncIterable<T> | Promise<AsyncIterable<T>>,
): AsyncGenerator<T, void, void> {
  const signal = ctx.openStream(ctx.identity);
  yield* await start(signal);
  if (signal.reason instanceof DomainError) throw signal.reason;
}
