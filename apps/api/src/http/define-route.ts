import { parseInput } from '@message-service/shared/errors';
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import type { z } from 'zod';
import type { Authenticated } from '../auth/create-authenticator.ts';
import { requireRole } from '../auth/require-role.ts';
import { type Policy, rolesOf } from '../policy.ts';
import type { RequestScope } from '../request-scope.ts';

export type SignedInScope = RequestScope & { identity: Authenticated };

/**
 * A REST route, declared once: Fastify serves it and the OpenAPI document describes it from the same object.
 * Path parameters, query and body are put together and parsed by `input`; unknown keys are refused.
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

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const collectInput = ({ params, query, body }: FastifyRequest): unknown => {
  if (body !== undefined && body !== null && !isRecord(body)) return body;
  return Object.assign(Object.create(null), query, body, params);
};

/** Serves the routes; each checks its policy before it looks at the input. */
export const serveRoutes = (
  app: FastifyInstance,
  routes: readonly Route[],
  scopeOf: (request: FastifyRequest) => RequestScope,
): void => {
  for (const route of routes) {
    app.route({
      method: route.method,
      url: route.path.replace(/\{(\w+)\}/g, ':$1'),
      async handler(request, reply) {
        const scope = scopeOf(request);
        const identity = requireRole(await scope.authenticate(), ...rolesOf(route.policy));
        const input = parseInput(route.input, collectInput(request));
        reply.status(route.status);
        return route.handle({ ...scope, identity }, input, reply, request);
      },
    });
  }
};
