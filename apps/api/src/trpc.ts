import { DomainError, toFieldErrors } from '@message-service/shared/errors';
import { initTRPC, TRPCError } from '@trpc/server';
import superjson from 'superjson';
import { ZodError } from 'zod';
import type { Authenticated } from './auth/create-authenticator.ts';
import { requireRole } from './auth/require-role.ts';
import { retryAfterOf, toDomainError, trpcCodeOf } from './errors.ts';
import { type Policy, rolesOf } from './policy.ts';
import type { RequestScope } from './request-scope.ts';

const PING_MS = 15_000;

const asDomainError = (error: TRPCError): DomainError => {
  if (error.cause instanceof ZodError) {
    return new DomainError('VALIDATION_FAILED', 'The input does not match its schema.', {
      errors: toFieldErrors(error.cause),
    });
  }
  if (error.cause) return toDomainError(error.cause);
  if (error.code === 'NOT_FOUND') return new DomainError('NOT_FOUND', 'There is no such procedure.');
  if (error.code === 'INTERNAL_SERVER_ERROR') return toDomainError(error);
  return new DomainError('VALIDATION_FAILED', 'The call is not well formed.');
};

const t = initTRPC
  .context<RequestScope>()
  .meta<{ policy: Policy }>()
  .create({
    transformer: superjson,
    isDev: false,
    sse: { ping: { enabled: true, intervalMs: PING_MS }, client: { reconnectAfterInactivityMs: 2 * PING_MS } },
    errorFormatter: ({ shape, error, ctx }) => {
      const known = asDomainError(error);
      return {
        ...shape,
        message: known.message,
        data: {
          httpStatus: shape.data.httpStatus,
          path: shape.data.path,
          code: known.code,
          trace_id: ctx?.traceId ?? '',
          errors: known.details.errors,
          retry_after: retryAfterOf(known),
          ...known.details.extra,
        },
      };
    },
  });

export const { router } = t;

const translateErrors = t.middleware(async ({ next, ctx, path }) => {
  const result = await next();
  if (result.ok) return result;
  const known = asDomainError(result.error);
  if (known.code === 'INTERNAL') ctx.core.log.error({ path, trace_id: ctx.traceId, error: result.error }, 'unexpected');
  throw new TRPCError({ code: trpcCodeOf(known.code), message: known.message, cause: known });
});

/** The start of every procedure: nothing is reachable without a declared policy. */
const procedure = (policy: Policy) => t.procedure.meta({ policy }).use(translateErrors);

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
