import { Problem } from '@message-service/shared/errors';
import { z } from 'zod';
import { VERSION } from '../health/version.ts';
import type { Policy } from '../policy.ts';
import { hasBody, type Route } from './define-route.ts';

type Json = Record<string, unknown>;

/** What the document needs to know of a route. */
export type DescribedRoute = Pick<Route, 'method' | 'path' | 'summary' | 'tag' | 'input'> & {
  policy: Policy;
  /** None for an answer without a body. */
  output?: z.ZodType;
  status: 200 | 201 | 202 | 204;
  produces?: 'application/json' | 'text/event-stream' | 'text/plain';
};

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;

const ANY_JSON = { $ref: '#/components/schemas/AnyJson' };

/** The only recursive schema is that of free JSON; it is described once, beside the others. */
const withoutRecursion = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutRecursion);
  if (!isObject(value)) return value;
  if (typeof value.$ref === 'string') return ANY_JSON;
  const { definitions, ...rest } = value;
  return Object.fromEntries(Object.entries(rest).map(([key, child]) => [key, withoutRecursion(child)]));
};

const toSchema = (schema: z.ZodType, io: 'input' | 'output'): Json => ({
  ...Object(
    withoutRecursion(
      z.toJSONSchema(schema, {
        io,
        target: 'openapi-3.0',
        unrepresentable: 'any',
        override: ({ zodSchema, jsonSchema }) => {
          if (zodSchema._zod.def.type === 'date') Object.assign(jsonSchema, { type: 'string', format: 'date-time' });
        },
      }),
    ),
  ),
});

/** Parts of a route's input: what stands in the path, and the rest, which is the query or the body. */
const splitInput = (route: DescribedRoute) => {
  const { properties, required, ...rest } = toSchema(route.input, 'input');
  const all = isObject(properties) ? properties : {};
  const needed: unknown[] = Array.isArray(required) ? required : [];
  const inPath = new Set([...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ''));
  const others = Object.entries(all).filter(([name]) => !inPath.has(name));
  const neededInBody = needed.filter((name) => typeof name === 'string' && !inPath.has(name));
  const body = {
    ...rest,
    properties: Object.fromEntries(others),
    ...(neededInBody.length > 0 ? { required: neededInBody } : {}),
  };
  return { all, needed, inPath, others, body, isBodyNeeded: neededInBody.length > 0 };
};

const describePolicy = (policy: Policy): string => {
  if (policy === 'public') return 'For everybody.';
  return policy === 'signed-in' ? 'For whoever is signed in.' : `For the roles ${policy.join(', ')}.`;
};

const describeOperation = (route: DescribedRoute): Json => {
  const { all, needed, inPath, others, body, isBodyNeeded } = splitInput(route);
  const inBody = hasBody(route);
  const parameters = [
    ...[...inPath].map((name) => ({ name, in: 'path', required: true, schema: all[name] ?? { type: 'string' } })),
    ...(inBody ? [] : others.map(([name, schema]) => ({ name, in: 'query', required: needed.includes(name), schema }))),
  ];
  const type = route.produces ?? 'application/json';
  return {
    tags: [route.tag],
    summary: route.summary,
    description: describePolicy(route.policy),
    security: route.policy === 'public' ? [] : [{ bearer: [] }],
    parameters,
    ...(inBody && others.length > 0
      ? { requestBody: { required: isBodyNeeded, content: { 'application/json': { schema: body } } } }
      : {}),
    responses: {
      [route.status]: {
        description: 'Done',
        ...(route.output ? { content: { [type]: { schema: toSchema(route.output, 'output') } } } : {}),
      },
      default: {
        description: 'What went wrong',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
};

/** The OpenAPI document of the given routes. */
export const buildOpenApi = (routes: readonly DescribedRoute[]): Json => {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = paths[route.path] ?? {};
    path[route.method.toLowerCase()] = describeOperation(route);
    paths[route.path] = path;
  }
  return {
    openapi: '3.0.3',
    info: {
      title: 'Message Service',
      version: VERSION,
      description: 'Durable messages between users and characters, answered by a language model.',
    },
    paths,
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: {
        Problem: toSchema(Problem, 'output'),
        AnyJson: { description: 'Any JSON value', nullable: true },
      },
    },
  };
};
