import { processMessageOnce } from '@message-service/core/messages';
import type { Identity } from '@message-service/shared/auth';
import { makeConversation, makeIdentity, makeMessage } from '@message-service/testing/factories';
import { type LlmSimulator, startLlmSimulator } from '@message-service/testing/llm-simulator';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Api, startApi } from '../testing/api.test-kit.ts';
import { type Reader, readMessageEvents } from '../testing/streams.test-kit.ts';

let api: Api;
let llm: LlmSimulator;
beforeAll(async () => {
  llm = await startLlmSimulator({ tokens: 'const:30', tokensPerSecond: 150, tickMs: 5 });
  api = await startApi({ LMSTUDIO_BASE_URL: llm.url });
});
afterEach(async () => {
  await expect.poll(() => api.app.openStreams.count()).toBe(0);
  await expect.poll(subscribed).toEqual([]);
});
afterAll(async () => {
  await api.close();
  await llm.close();
});

const subscribed = () => api.t.ctx.redis.pubsub('CHANNELS', `${api.t.settings.REDIS_PREFIX}:*`);
const worker = { id: 'w', stopping: new AbortController().signal };
const accept = async (me: Identity) => {
  const { conversation_id } = await makeConversation(api.t.ctx, me);
  return (await makeMessage(api.t.ctx, me, conversation_id)).message_id;
};
const finish = async (me: Identity) => {
  const id = await accept(me);
  await processMessageOnce(api.t.ctx, id, worker);
  return id;
};
const readAll = async (id: string, me: Identity, lastEventId?: string): Promise<Reader> => {
  const reader = await readMessageEvents(api, id, me, lastEventId);
  await reader.ended;
  return reader;
};
const namesOf = ({ events }: Reader) => [...new Set(events.map(({ event }) => event))];
const textOf = ({ events }: Reader) =>
  events.map(({ event, data }) => (event === 'token' ? Reflect.get(Object(data), 'text') : '')).join('');

test('a finished message is replayed whole, with a hint when to come back and nothing that could be cached', async () => {
  const me = makeIdentity();
  const reader = await readAll(await finish(me), me);
  expect(reader.status).toBe(200);
  expect(reader.headers).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'x-trace-id': expect.any(String),
  });
  expect(reader.retry).toBe(1_000);
  expect(namesOf(reader)).toEqual(['progress', 'token', 'completed']);
  expect(reader.events[0]).toMatchObject({ event: 'progress', data: { step: 'queued' } });
  expect(reader.events.at(-1)).toMatchObject({
    event: 'completed',
    data: { reply_message_id: expect.stringMatching(/^msg_/) },
  });
  expect(reader.events.every(({ id }) => /^\d+-\d+$/.test(id))).toBe(true);
  const reply = await api.send({
    path: `/messages/${Reflect.get(Object(reader.events.at(-1)?.data), 'reply_message_id')}`,
    as: me,
  });
  expect(reply.body).toMatchObject({ content: { text: textOf(reader) } });
});

test('live, two readers see the same; a third that resumes sees what it missed and nothing twice', async () => {
  const me = makeIdentity();
  const id = await accept(me);
  const [first, second] = [await readMessageEvents(api, id, me), await readMessageEvents(api, id, me)];
  const working = processMessageOnce(api.t.ctx, id, worker);
  await expect.poll(() => first.events.length).toBeGreaterThan(6);
  const seen = [...first.events];
  const third = await readMessageEvents(api, id, me, seen.at(-1)?.id);
  await Promise.all([working, first.ended, second.ended, third.ended]);
  expect(first.events.at(-1)?.event).toBe('completed');
  expect(second.events).toEqual(first.events);
  expect([...seen, ...third.events]).toEqual(first.events);
  expect((await readAll(id, me)).events).toEqual(first.events);
});

test('a finished message resumed anywhere goes on exactly there; an id that is none starts over', async () => {
  const me = makeIdentity();
  const id = await finish(me);
  const whole = await readAll(id, me);
  for (const at of [0, 3, whole.events.length - 2, whole.events.length - 1]) {
    const rest = await readAll(id, me, whole.events[at]?.id);
    expect(rest.events).toEqual(whole.events.slice(at + 1));
  }
  for (const none of ['x', '1', '-1--1', '9'.repeat(40)]) {
    expect((await readAll(id, me, none)).events).toEqual(whole.events);
  }
});

test('a failed message ends with failed, its code and reason', async () => {
  const me = makeIdentity();
  const id = await accept(me);
  llm.configure({ errorRate: 1, errorCodes: [401] });
  await processMessageOnce(api.t.ctx, id, worker);
  llm.configure({ errorRate: 0 });
  expect((await readAll(id, me)).events.at(-1)).toMatchObject({
    event: 'failed',
    data: { code: 'LLM_UNAUTHORIZED', detail: expect.any(String) },
  });
});

test('a resumed stream begins at once, long before its next event', async () => {
  const me = makeIdentity();
  const id = await accept(me);
  const reader = await readMessageEvents(api, id, me, '0-1');
  expect([reader.status, reader.events]).toEqual([200, []]);
  reader.leave();
  await reader.ended;
});

test('a reader that leaves frees its place, its subscription and the source', async () => {
  const me = makeIdentity();
  const id = await accept(me);
  for (let i = 0; i < 12; i++) {
    const reader = await readMessageEvents(api, id, me, i % 2 ? '0-1' : undefined);
    expect(reader.status).toBe(200);
    expect(api.app.openStreams.count()).toBe(1);
    // a resumed stream begins before it is subscribed
    await expect.poll(subscribed).toHaveLength(1);
    reader.leave();
    await reader.ended;
    await expect.poll(() => api.app.openStreams.count()).toBe(0);
    await expect.poll(subscribed).toEqual([]);
  }
});

test('five streams a user; the sixth is refused, and has room again when one has left', async () => {
  const [me, somebody] = [makeIdentity(), makeIdentity()];
  const id = await accept(me);
  const open = [];
  for (let i = 0; i < 5; i++) open.push(await readMessageEvents(api, id, me));
  expect(open.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  const refused = await api.send({ path: `/messages/${id}/events`, as: me });
  expect(refused).toMatchObject({
    status: 429,
    body: { code: 'RATE_LIMITED' },
    headers: { 'retry-after': expect.any(String), 'ratelimit-limit': '5', 'ratelimit-remaining': '0' },
  });
  const theirs = await readMessageEvents(api, await accept(somebody), somebody);
  expect(theirs.status).toBe(200);
  open[0]?.leave();
  await expect.poll(() => api.app.openStreams.count()).toBe(5);
  open.push(await readMessageEvents(api, id, me));
  expect(open.at(-1)?.status).toBe(200);
  for (const reader of [...open, theirs]) reader.leave();
  await Promise.all([...open, theirs].map(({ ended }) => ended));
});

test("another's message and a missing one answer alike, before any stream begins, and take no place", async () => {
  const me = makeIdentity();
  const id = await accept(makeIdentity());
  const [other, missing] = await Promise.all(
    [id, 'msg_000000001'].map((message_id) =>
      api.send({ path: `/messages/${message_id}/events`, as: me, headers: { 'x-trace-id': 'same' } }),
    ),
  );
  expect(other).toMatchObject({ status: 404, headers: { 'content-type': expect.stringContaining('problem+json') } });
  expect(other?.text).toBe(missing?.text);
});
