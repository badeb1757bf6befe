import { messages, processMessageOnce } from '@message-service/core/messages';
import { CONSOLE_HEADER } from '@message-service/shared/auth';
import { makeConversation, makeIdentity, makeMessage } from '@message-service/testing/factories';
import { TRPCClientError } from '@trpc/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, startApi } from './testing/api.test-kit.ts';
import { toCall, trpcFor } from './testing/trpc.test-kit.ts';

let api: Api;
const me = makeIdentity();
const admin = makeIdentity('admin');
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const worker = { id: 'w', stopping: new AbortController().signal };
const dataOf = async (call: Promise<unknown>): Promise<unknown> => {
  const [outcome] = await Promise.allSettled([call]);
  if (outcome?.status === 'fulfilled') throw new Error('the call was to fail');
  if (!(outcome?.reason instanceof TRPCClientError)) throw outcome?.reason;
  return outcome.reason.data;
};

type Watched = { id: string; data: { type: string } };
type Live = {
  items: unknown[];
  error: unknown;
  completed: boolean;
  started: boolean;
  stop(): void;
  done: Promise<void>;
};
type Handlers = {
  onStarted(): void;
  onData(item: unknown): void;
  onError(error: unknown): void;
  onComplete(): void;
};

/** A subscription of the real client; `done` resolves at its end, its error or after `limit` items. */
const live = (subscribe: (handlers: Handlers) => { unsubscribe(): void }, limit = Number.POSITIVE_INFINITY): Live => {
  const state: Live = { items: [], error: null, completed: false, started: false, stop() {}, done: Promise.resolve() };
  state.done = new Promise((resolve) => {
    const subscription = subscribe({
      onStarted: () => {
        state.started = true;
      },
      onData: (item) => {
        if (state.items.length >= limit) return;
        state.items.push(item);
        if (state.items.length < limit) return;
        state.stop();
        resolve();
      },
      onError: (error) => {
        state.error = error;
        resolve();
      },
      onComplete: () => {
        state.completed = true;
        resolve();
      },
    });
    state.stop = () => subscription.unsubscribe();
  });
  return state;
};

test('the real client calls every procedure of conversations and messages, dates included', async () => {
  const client = trpcFor(api, me);
  const created = await client.conversations.create.mutate({ character_id: 'char_luna00001', title: 'T' });
  expect(created.created_at).toBeInstanceOf(Date);
  const { conversation_id } = created;
  const sent = await client.messages.send.mutate({ conversation_id, content: { text: 'hello' } });
  expect(sent).toMatchObject({ conversation_id, sequence_number: 1, processing_status: 'queued', warnings: [] });
  await processMessageOnce(api.t.ctx, sent.message_id, worker);
  const got = await client.messages.get.query({ message_id: sent.message_id });
  expect(got).toMatchObject({ processing_status: 'completed', timestamps: { completed_at: expect.any(Date) } });
  const page = await client.messages.list.query({ conversation_id, limit: 1 });
  expect(page).toMatchObject({ items: [{ sequence_number: 2, role: 'assistant' }], next_cursor: expect.any(String) });
  const { items } = await client.conversations.list.query({});
  expect(items).toEqual([await client.conversations.get.query({ conversation_id })]);
  expect((await client.characters.list.query()).items.map((item) => item.character_id)).toEqual([
    'char_luna00001',
    'char_atlas0001',
  ]);
});

test('the real client calls what operators may', async () => {
  const client = trpcFor(api, admin);
  expect((await client.admin.queueStatus.query()).queues).toHaveLength(2);
  expect((await client.overview.get.query()).received_per_hour).toHaveLength(24);
  expect(await client.system.health.query()).toMatchObject({ service: 'message-service' });
  expect(await client.auth.session.query()).toMatchObject({ user_id: admin.user_id, roles: ['admin'] });
  expect(await trpcFor(api).auth.session.query()).toBeNull();
});

test('errors carry the code, the trace id and the faults, and nothing of the inside', async () => {
  const client = trpcFor(api, me);
  const { conversation_id } = await makeConversation(api.t.ctx, me);
  const shape = (code: string, httpStatus: number, path: string) => ({
    code,
    httpStatus,
    path,
    trace_id: expect.stringMatching(/^[\w-]{36}$/),
  });
  const given = { conversation_id, content: { text: '' }, more: 1 };
  expect(await dataOf(client.messages.send.mutate(given))).toEqual({
    ...shape('VALIDATION_FAILED', 400, 'messages.send'),
    errors: [
      { path: 'content.text', message: 'must not be empty' },
      { path: '', message: 'Unrecognized key: "more"' },
    ],
  });
  const missing = { message_id: 'msg_000000001' };
  expect(await dataOf(client.messages.get.query(missing))).toEqual(shape('NOT_FOUND', 404, 'messages.get'));
  expect(await dataOf(client.admin.queueStatus.query())).toEqual(shape('FORBIDDEN', 403, 'admin.queueStatus'));
  expect(await dataOf(trpcFor(api).messages.get.query(missing))).toEqual(shape('UNAUTHENTICATED', 401, 'messages.get'));
});

test('a limit that is reached tells when to come back, also in a header', async () => {
  const strict = await startApi({ MAX_MESSAGES_PER_MINUTE: '1' });
  const { conversation_id } = await makeConversation(strict.t.ctx, me);
  const input = { conversation_id, content: { text: 'x' } };
  await trpcFor(strict, me).messages.send.mutate(input);
  const answer = await strict.send({ ...toCall('mutation', 'messages.send', input), as: me });
  expect(answer.status).toBe(429);
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  expect(answer.body).toMatchObject({
    error: { json: { data: { code: 'RATE_LIMITED', retry_after: expect.any(Number) } } },
  });
  await strict.close();
});

test('a batch of ten runs; of eleven, nothing', async () => {
  const { conversation_id } = await makeConversation(api.t.ctx, me);
  const batch = (count: number) => {
    const paths = Array.from({ length: count }, () => 'messages.send').join(',');
    const one = { json: { conversation_id, content: { text: 'batch' } } };
    const body = Object.fromEntries(Array.from({ length: count }, (_, i) => [i, one]));
    return api.send({ method: 'POST', path: `/trpc/${paths}?batch=1`, as: me, body });
  };
  expect((await batch(10)).status).toBe(200);
  expect(await messages(api.t.ctx).countDocuments({ conversation_id })).toBe(10);
  const refused = await batch(11);
  expect(refused.status).toBe(400);
  expect(refused.text).toContain(`"code":"VALIDATION_FAILED","trace_id":"${refused.headers['x-trace-id']}"`);
  expect(await messages(api.t.ctx).countDocuments({ conversation_id })).toBe(10);
});

test('a batch answers each call by itself', async () => {
  const client = trpcFor(api, me);
  const { conversation_id } = await makeConversation(api.t.ctx, me);
  const [good, bad] = await Promise.allSettled([
    client.conversations.get.query({ conversation_id }),
    client.conversations.get.query({ conversation_id: 'conv_000000001' }),
  ]);
  expect([good.status, bad.status]).toEqual(['fulfilled', 'rejected']);
});

test('mutations are not reached by GET, nor by forms, bytes or text', async () => {
  const { conversation_id } = await makeConversation(api.t.ctx, me);
  const input = JSON.stringify({ json: { conversation_id, content: { text: 'x' } } });
  const byGet = await api.send({ path: `/trpc/messages.send?input=${encodeURIComponent(input)}`, as: me });
  expect(byGet).toMatchObject({ status: 400 });
  for (const type of [
    'text/plain',
    'application/octet-stream',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=b',
  ]) {
    const headers = { 'content-type': type, [CONSOLE_HEADER.name]: CONSOLE_HEADER.value };
    const answer = await api.send({ method: 'POST', path: '/trpc/messages.send', as: me, headers, body: input });
    expect(answer, type).toMatchObject({ status: 400, body: { code: 'VALIDATION_FAILED' } });
  }
  for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE']) {
    expect(await api.send({ method, path: '/trpc/messages.send', as: me }), method).toMatchObject({ status: 404 });
  }
  expect(await messages(api.t.ctx).countDocuments({ conversation_id })).toBe(0);
});

test('a subscription sends a message from acceptance to its reply, and resumes after the last event seen', async () => {
  const { conversation_id } = await makeConversation(api.t.ctx, me);
  const { message_id } = await makeMessage(api.t.ctx, me, conversation_id);
  const watch = (lastEventId?: string, limit?: number) =>
    live((handlers) => trpcFor(api, me).messages.watch.subscribe({ message_id, lastEventId }, handlers), limit);
  const whole = watch();
  await expect.poll(() => whole.items.length).toBe(1);
  await processMessageOnce(api.t.ctx, message_id, worker);
  await whole.done;
  expect(whole).toMatchObject({ completed: true, error: null });
  const events = whole.items as Watched[];
  expect(events.map(({ data }) => data.type)).toContain('token');
  expect(events.at(-1)?.data.type).toBe('completed');
  const some = watch(undefined, 4);
  await some.done;
  const rest = watch((some.items as Watched[]).at(-1)?.id);
  await rest.done;
  expect([...some.items, ...rest.items].map((item) => Reflect.get(Object(item), 'id'))).toEqual(
    events.map(({ id }) => id),
  );
});

test('the figures of operators come at once and again when they change', async () => {
  const queues = live((handlers) => trpcFor(api, admin).queues.live.subscribe(undefined, handlers), 2);
  const overview = live((handlers) => trpcFor(api, admin).overview.live.subscribe(undefined, handlers), 2);
  await expect.poll(() => [queues.items.length, overview.items.length]).toEqual([1, 1]);
  const { conversation_id } = await makeConversation(api.t.ctx, me);
  await makeMessage(api.t.ctx, me, conversation_id);
  await Promise.all([queues.done, overview.done]);
  const waiting = (queues.items as { queues: { waiting: number }[] }[]).map((item) => item.queues[0]?.waiting ?? 0);
  expect((waiting[1] ?? 0) - (waiting[0] ?? 0)).toBe(1);
});

test('a subscription that may not be says why', async () => {
  const { conversation_id } = await makeConversation(api.t.ctx, me);
  const { message_id } = await makeMessage(api.t.ctx, me, conversation_id);
  const refused = async (as: typeof me | undefined, id: string) => {
    const one = live((handlers) => trpcFor(api, as).messages.watch.subscribe({ message_id: id }, handlers));
    await one.done;
    return one.error instanceof TRPCClientError ? Reflect.get(Object(one.error.data), 'code') : one;
  };
  expect(await refused(makeIdentity(), message_id)).toBe('NOT_FOUND');
  expect(await refused(me, 'msg_000000001')).toBe('NOT_FOUND');
  expect(await refused(me, 'nonsense')).toBe('VALIDATION_FAILED');
  expect(await refused(undefined, message_id)).toBe('UNAUTHENTICATED');
});
