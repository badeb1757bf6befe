import { withTraceId } from '@message-service/core/trace';
import { DomainError, parseInput } from '@message-service/shared/errors';
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import type { z } from 'zod';
import type { Authenticated } from '../auth/create-authenticator.ts';
import { requireRole } from '../auth/require-role.ts';
import { type Policy, rolesOf } from '../policy.ts';
import type { RequestScope, ScopeOf } from '../request-scope.ts';

export type SignedInScope = RequestScope & { identity: Authenticated };

/**
 * A REST route, declared once: Fastify serves it and the OpenAPI document describes it from the same object. Path
 * parameters and the query, or the body where the method has one, are parsed by `input`; unknown keys are refused.
 */
export type Route<Input extends z.ZodType = z.ZodType> = {
  method: HTTPMethods & ('GET' | 'POST' | 'PATCH' | 'DELETE');
  /** With `{name}` for parameters, as OpenAPI writes it. */
  path: string;
  summary: string;
  tag: string;
  policy: Exclude<Policy, 'public'>;
  input: Input;
  output: z.ZodType;
  status: 200 | 201 | 202;
  /** `text/event-stream` when the handler writes the answer itself. */
  produces?: 'application/json' | 'text/event-stream';
  handle(scope: SignedInScope, input: z.output<Input>, reply: FastifyReply, request: FastifyRequest): Promise<unknown>;
};

/** Declares a route with the types of its own input. */
export const defineRoute = <Input extends z.ZodType>(route: Route<Input>): Route => ({
  ...route,
  handle: (scope, input, reply, request) => route.handle(scope, input as z.output<Input>, reply, request),
});

export const hasBody = ({ method }: Pick<Route, 'method'>) => method === 'POST' || method === 'PATCH';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const refuseKeys = (keys: string[]) => {
  if (keys.length === 0) return;
  throw new DomainError('VALIDATION_FAILED', 'The request does not match its schema.', {
    errors: keys.map((path) => ({ path, message: 'not a parameter of this request' })),
  });
};

/** One object of what came by the path and by query or body; what could be meant for either is refused. */
const collectInput = (route: Route, { params, query, body }: FastifyRequest): unknown => {
  const inPath = isRecord(params) ? params : {};
  const asked = isRecord(query) ? query : {};
  if (!hasBody(route)) {
    if (body !== undefined && body !== null) {
      throw new DomainError(
        'VALIDATION_FAILED',
        `A ${route.method} request takes no body: its parameters are in the query.`,
      );
    }
    refuseKeys(Object.keys(asked).filter((key) => Object.hasOwn(inPath, key)));
    return Object.assign(Object.create(null), asked, inPath);
  }
  refuseKeys(Object.keys(asked));
  const sent = body === undefined ? {} : body;
  if (!isRecord(sent)) return sent;
  refuseKeys(Object.keys(sent).filter((key) => Object.hasOwn(inPath, key)));
  return Object.assign(Object.create(null), sent, inPath);
};

/** Serves the routes; each checks its policy before it reads a body or looks at the input. */
export const serveRoutes = (app: FastifyInstance, routes: readonly Route[], scopeOf: ScopeOf): void => {
  const scopes = new WeakMap<FastifyRequest, SignedInScope>();
  for (const route of routes) {
    app.route({
      method: route.method,
      url: route.path.replace(/\{(\w+)\}/g, ':$1'),
      config: { policy: route.policy },
      exposeHeadRoute: route.produces !== 'text/event-stream',
      async onRequest(request, reply) {
        const scope = scopeOf(request, reply);
        const identity = requireRole(await scope.authenticate(), ...rolesOf(route.policy));
        scopes.set(request, { ...scope, identity });
      },
      async handler(request, reply) {
        const scope = scopes.get(request);
        if (!scope) throw new Error('the request was not authenticated');
        const input = parseInput(route.input, collectInput(route, request));
        reply.status(route.status);
        const handle = () => route.handle(scope, input, reply, request);
        // following a request through its promises costs something: only for those whom we hand it on to
        return scope.core.neighbours.configured ? withTraceId(scope.traceId, handle) : handle();
      },
    });
  }
};
