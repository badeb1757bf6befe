import { conversations } from '@message-service/core/conversations';
import { forceBreaker } from '@message-service/core/llm';
import { messages, processMessageOnce } from '@message-service/core/messages';
import { Conversation } from '@message-service/shared/conversations';
import { Message } from '@message-service/shared/messages';
import { makeConversation, makeIdentity, makeMessage } from '@message-service/testing/factories';
import { readTestSettings } from '@message-service/testing/settings';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { authRouteDescriptions } from './auth/routes.ts';
import { hasBody } from './http/define-route.ts';
import type { DescribedRoute } from './http/openapi.ts';
import { appRouter } from './router.ts';
import { restRoutes } from './server.ts';
import { type Answer, type Api, type Call, startApi } from './testing/api.test-kit.ts';
import { arbitraryInput, type Known } from './testing/arbitrary-input.test-kit.ts';

const { FUZZ_CASES, FUZZ_SEED } = readTestSettings();
const AT_ONCE = 50;
const BATCH = 10;

let api: Api;
let known: Known;
const me = makeIdentity('user', 'admin');

beforeAll(async () => {
  api = await startApi({ MAX_QUEUED_MESSAGES: '1000000', MAX_STREAMS_PER_USER: '100' });
  const { conversation_id: conv } = await makeConversation(api.t.ctx, me);
  const { message_id: msg } = await makeMessage(api.t.ctx, me, conv);
  await processMessageOnce(api.t.ctx, msg, { id: 'w', stopping: new AbortController().signal });
  known = { conv, msg, char: 'char_luna00001' };
});
afterAll(() => api.close());

/** What one door was told to hold open must not be what another one answers 503 about. */
beforeEach(() => forceBreaker(api.t.ctx, me, { provider: 'demo', forced: null, reason: 'next door' }));

const noLoneSurrogate = (text: string) => text.replace(/[\ud800-\udfff]/g, '?');
const asText = (value: unknown) => noLoneSurrogate(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

const toCall = (route: DescribedRoute, input: unknown): Call => {
  const rest: Record<string, unknown> = { ...Object(input) };
  const path = route.path.replace(/\{(\w+)\}/g, (_all, name: string) => {
    const value = encodeURIComponent(asText(rest[name]));
    delete rest[name];
    return value;
  });
  const common = { method: route.method, as: me };
  if (hasBody(route)) return { ...common, path, body: JSON.stringify(path === route.path ? input : rest) ?? '' };
  const query = Object.entries(rest).map(
    ([key, value]) => `${encodeURIComponent(noLoneSurrogate(key))}=${encodeURIComponent(asText(value))}`,
  );
  return { ...common, path: query.length > 0 ? `${path}?${query.join('&')}` : path };
};

const expectAnswered = ({ status, text, headers }: Answer) => {
  if (status >= 500 || status < 200) throw new Error(`${status}: ${text}`);
  if (status >= 400 && !/problem\+json/.test(headers['content-type'] ?? '') && !text.includes('"trace_id"')) {
    throw new Error(`no problem document: ${text}`);
  }
};

/** A schema that two doors share is sent a part of its cases through the second one. */
const SHARE_OF_SECOND_DOOR = 0.2;
const seen = new Set<z.ZodType>();
const casesFor = (schema: z.ZodType): number => {
  const cases = seen.has(schema) ? FUZZ_CASES * SHARE_OF_SECOND_DOOR : FUZZ_CASES;
  seen.add(schema);
  return cases;
};

/** Sends `FUZZ_CASES` inputs of the schema over HTTP, many at a time; a failure is shrunk and printed with its seed. */
const fuzz = (schema: z.ZodType, send: (inputs: unknown[]) => Promise<Answer[]>) =>
  fc.assert(
    fc.asyncProperty(
      fc.array(arbitraryInput(schema, known), { minLength: 1, maxLength: AT_ONCE, size: 'max' }),
      async (inputs) => {
        for (const answer of await send(inputs)) expectAnswered(answer);
      },
    ),
    { numRuns: Math.ceil(casesFor(schema) / (AT_ONCE / 2)), seed: FUZZ_SEED, interruptAfterTimeLimit: 600_000 },
  );

const withInput = (route: DescribedRoute) =>
  route.path.includes('{') || !(route.input instanceof z.ZodObject) || Object.keys(route.input.shape).length > 0;
const routes = [...restRoutes, ...authRouteDescriptions].filter(withInput);

test.each(routes.map((route) => [`${route.method} ${route.path}`, route] as const))(
  '%s answers every input',
  async (_name, route) => {
    await fuzz(route.input, (inputs) => Promise.all(inputs.map((input) => api.send(toCall(route, input)))));
  },
  600_000,
);

type Procedure = { _def: { type: 'query' | 'mutation' | 'subscription'; inputs: unknown[] } };
const procedures = Object.entries(Object(appRouter._def.procedures) as Record<string, Procedure>).flatMap(
  ([path, { _def }]) => {
    const [schema] = _def.inputs.filter((input) => input instanceof z.ZodType);
    return schema ? [{ path, type: _def.type, schema }] : [];
  },
);

const chunk = (inputs: unknown[], size: number) =>
  Array.from({ length: Math.ceil(inputs.length / size) }, (_, i) => inputs.slice(i * size, (i + 1) * size));

const callMany = (path: string, type: Procedure['_def']['type'], inputs: unknown[]): Promise<Answer> => {
  const paths = inputs.map(() => path).join(',');
  const sent = Object.fromEntries(inputs.map((input, i) => [i, { json: input }]));
  if (type === 'mutation') return api.send({ method: 'POST', path: `/trpc/${paths}?batch=1`, as: me, body: sent });
  if (type === 'subscription') {
    const query = encodeURIComponent(JSON.stringify(sent[0]));
    return api.send({ path: `/trpc/${path}?input=${query}`, as: me });
  }
  return api.send({ path: `/trpc/${paths}?batch=1&input=${encodeURIComponent(JSON.stringify(sent))}`, as: me });
};

test.each(procedures.map((procedure) => [procedure.path, procedure] as const))(
  '%s answers every input',
  async (_name, { path, type, schema }) => {
    const size = type === 'subscription' ? 1 : BATCH;
    await fuzz(schema, async (inputs) => {
      const answers = await Promise.all(chunk(inputs, size).map((some) => callMany(path, type, some)));
      for (const { text } of answers) if (/"httpStatus":5\d\d/.test(text)) throw new Error(text);
      return answers;
    });
  },
  600_000,
);

const keysIn = (value: unknown): string[] => {
  const keys: string[] = [];
  JSON.stringify(value, (key, inner) => {
    keys.push(key);
    return inner;
  });
  return keys;
};

test('what was stored on the way is well-formed', async () => {
  let stored = 0;
  for await (const {
    _id,
    processing_epoch,
    processing_retries,
    archived_from,
    metadata_revision,
    ...message
  } of messages(api.t.ctx).find()) {
    Message.parse(message);
    expect(keysIn(message).filter((key) => key.startsWith('$') || key === '__proto__')).toEqual([]);
    stored++;
  }
  for await (const { _id, last_sequence, ...conversation } of conversations(api.t.ctx).find()) {
    Conversation.parse(conversation);
    stored++;
  }
  expect(stored).toBeGreaterThan(FUZZ_CASES / 20);
});
