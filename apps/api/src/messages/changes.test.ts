import { messages } from '@message-service/core/messages';
import { makeConversation, makeIdentity, makeMessage } from '@message-service/testing/factories';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, startApi } from '../testing/api.test-kit.ts';
import { readMessageEvents } from '../testing/streams.test-kit.ts';

let api: Api;
const me = makeIdentity();
const admin = makeIdentity('admin');
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const field = (body: unknown, name: string): unknown => Reflect.get(Object(body), name);
const accept = async () => {
  const { conversation_id } = await makeConversation(api.t.ctx, me);
  return (await makeMessage(api.t.ctx, me, conversation_id)).message_id;
};
const fail = async (id: string) => {
  const processing_metadata = { retry_count: 0, error_count: 1, error_code: 'LLM_TIMEOUT', error_message: 'too slow' };
  const set = { processing_status: 'failed' as const, processing_metadata, 'timestamps.completed_at': new Date() };
  await messages(api.t.ctx).updateOne({ _id: id }, { $set: set });
};

test('DELETE archives, POST …/restore brings back, both without a body and as often as wanted', async () => {
  const id = await accept();
  const busy = await api.send({ method: 'DELETE', path: `/messages/${id}`, as: me });
  expect(busy).toMatchObject({ status: 409, body: { code: 'CONFLICT' } });
  const cancelled = await api.send({ method: 'POST', path: `/messages/${id}/cancel`, as: me });
  expect(cancelled).toMatchObject({ status: 200, body: { processing_status: 'cancelled' } });
  for (let i = 0; i < 2; i++) {
    const archived = await api.send({ method: 'DELETE', path: `/messages/${id}?reason=old`, as: me });
    expect(archived).toMatchObject({ status: 200, body: { status: 'archived', purge_at: expect.any(String) } });
  }
  for (let i = 0; i < 2; i++) {
    const restored = await api.send({ method: 'POST', path: `/messages/${id}/restore`, as: me, body: {} });
    expect(restored).toMatchObject({ status: 200, body: { status: 'active' } });
    expect(restored.body).not.toHaveProperty('purge_at');
    expect(restored.text).not.toMatch(/archived_from|metadata_revision|processing_retries/);
  }
});

test('PATCH …/metadata merges; unknown members and bad known keys are refused by name', async () => {
  const path = `/messages/${await accept()}/metadata`;
  const patch = (body: unknown) => api.send({ method: 'PATCH', path, as: me, body });
  expect(await patch({ custom_metadata: { bookmarked: true, topics: ['a'] } })).toMatchObject({ status: 200 });
  const answer = await patch({ custom_metadata: { topics: null, own: { x: 1 } } });
  expect(field(answer.body, 'custom_metadata')).toEqual({ bookmarked: true, own: { x: 1 } });
  expect(await patch({ custom_metadata: { urgency: 'now' } })).toMatchObject({
    status: 400,
    body: { errors: [{ path: 'custom_metadata.urgency' }] },
  });
  expect(await patch({ custom_metadata: {}, content: { text: 'x' } })).toMatchObject({ status: 400 });
  expect(await patch({})).toMatchObject({ status: 400 });
});

test('a cancelled message ends its event stream', async () => {
  const id = await accept();
  const reader = await readMessageEvents(api, id, me);
  await api.send({ method: 'POST', path: `/messages/${id}/cancel`, as: me });
  await reader.ended;
  expect(reader.events.at(-1)).toMatchObject({ event: 'failed', data: { code: 'CANCELLED' } });
});

test('dead letters are listed, traced and retried, one by one or many at once', async () => {
  const failed = [await accept(), await accept(), await accept()];
  for (const id of failed) await fail(id);
  const list = (query = '') => api.send({ path: `/admin/dead-letters${query}`, as: makeIdentity('moderator') });
  const first = await list('?limit=2');
  expect(first.status).toBe(200);
  const items = Object(field(first.body, 'items'));
  expect(items).toHaveLength(2);
  expect(items[0]).toMatchObject({ code: 'LLM_TIMEOUT', reason: 'too slow', retries: 0 });
  const rest = await list(`?limit=2&cursor=${field(first.body, 'next_cursor')}`);
  expect(field(rest.body, 'items')).toHaveLength(1);
  expect(field(rest.body, 'next_cursor')).toBeNull();
  expect(await list('?cursor=x')).toMatchObject({ status: 400 });
  const counted = await api.send({ path: '/admin/queue-status', as: admin });
  expect(field(counted.body, 'dead_letter')).toEqual({ count: 3 });

  const timeline = await api.send({ path: `/messages/${failed[0]}/timeline`, as: me });
  expect(timeline).toMatchObject({ status: 200, body: { error: { code: 'LLM_TIMEOUT' }, can_retry: false } });

  const retry = (id: string) =>
    api.send({ method: 'POST', path: `/admin/messages/${id}/retry`, as: admin, body: { reason: 'again' } });
  const [one, two] = await Promise.all([retry(failed[0] ?? ''), retry(failed[0] ?? '')]);
  expect([one.status, two.status].sort()).toEqual([202, 409]);
  const many = await api.send({
    method: 'POST',
    path: '/admin/dead-letters/retry',
    as: admin,
    body: { message_ids: failed },
  });
  expect(many).toMatchObject({ status: 202, body: { retried: 2 } });
  expect(Object(field(many.body, 'items'))[0]).toEqual({ message_id: failed[0], result: 'conflict' });
  expect(field((await list()).body, 'items')).toEqual([]);
});

test.each([
  { message_ids: [] },
  { message_ids: Array.from({ length: 101 }, () => 'msg_000000001') },
  { message_ids: ['x'] },
  { message_ids: 'msg_000000001' },
  { message_ids: ['msg_000000001'], reason: ' ' },
  { message_ids: ['msg_000000001'], all: true },
])('POST /admin/dead-letters/retry refuses %j', async (body) => {
  const answer = await api.send({ method: 'POST', path: '/admin/dead-letters/retry', as: admin, body });
  expect(answer).toMatchObject({ status: 400, body: { code: 'VALIDATION_FAILED' } });
});
