import { auditLog } from '@message-service/core/audit';
import { messages, processMessageOnce } from '@message-service/core/messages';
import type { Identity } from '@message-service/shared/auth';
import { makeConversation, makeIdentity, makeMessage } from '@message-service/testing/factories';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, startApi } from '../testing/api.test-kit.ts';

let api: Api;
const me = makeIdentity();
beforeAll(async () => {
  api = await startApi({ MAX_MESSAGES_PER_CONVERSATION: '60' });
});
afterAll(() => api.close());

const worker = { id: 'w', stopping: new AbortController().signal };
const newConversation = async (as: Identity = me) => (await makeConversation(api.t.ctx, as)).conversation_id;
const post = (body: unknown, as: Identity = me, headers: Record<string, string> = {}) =>
  api.send({ method: 'POST', path: '/messages', as, body, headers });
const field = (body: unknown, name: string): unknown => Reflect.get(Object(body), name);
const text = 'Hello Luna';

test('POST /messages answers 202 for a durable message and says where to look', async () => {
  const conversation_id = await newConversation();
  const client_metadata = { client_msg_id: 'c-1', client_version: '1.2', platform: 'web', session_id: 's' };
  const body = {
    conversation_id,
    content: { text },
    client_metadata,
    custom_metadata: { a: [1, { b: null }] },
    llm: { temperature: 0, max_tokens: 50, top_p: 0.9, stop_sequences: ['x'] },
  };
  const answer = await post(body, me, { 'user-agent': 'tests/1' });
  const message_id = String(field(answer.body, 'message_id'));
  expect(answer.status).toBe(202);
  expect(answer.body).toEqual({
    message_id: expect.stringMatching(/^msg_[A-Za-z0-9]{9,64}$/),
    conversation_id,
    sequence_number: 1,
    processing_status: 'queued',
    status_url: `/messages/${message_id}`,
    warnings: [],
  });
  expect(answer.headers).toMatchObject({ location: `/messages/${message_id}`, 'ratelimit-limit': expect.any(String) });
  expect(await messages(api.t.ctx).findOne({ _id: message_id })).toMatchObject({
    content: { text, character_count: 10, word_count: 2 },
    client_metadata: { ...client_metadata, user_agent: 'tests/1', ip_address: expect.not.stringContaining('127') },
    custom_metadata: body.custom_metadata,
    llm_settings: body.llm,
  });
  const followed = await api.send({ path: String(answer.headers.location), as: me });
  expect(followed).toMatchObject({ status: 200, body: { message_id, processing_status: 'queued' } });
});

test('POST /messages: what is blocked answers 422 with its message_id, the same under its key; tRPC says it too', async () => {
  const conversation_id = await newConversation();
  const threat = { conversation_id, content: { text: 'I will kill you' }, client_metadata: { client_msg_id: 'k' } };
  const [first, second] = [await post(threat), await post(threat)];
  const message_id = String(field(first.body, 'message_id'));
  expect(first).toMatchObject({ status: 422, body: { code: 'CONTENT_BLOCKED', status: 422, message_id } });
  expect(first.headers['content-type']).toContain('application/problem+json');
  expect(field(second.body, 'message_id')).toBe(message_id);
  const overTrpc = await api.send({ method: 'POST', path: '/trpc/messages.send', as: me, body: { json: threat } });
  expect(overTrpc).toMatchObject({ status: 422, body: { error: { json: { data: { message_id } } } } });
  const read = await api.send({ path: `/messages/${message_id}`, as: me });
  expect(read.body).toMatchObject({ status: 'flagged', processing_status: 'cancelled' });
  expect(read.text).not.toMatch(/safety_metadata|threat|findings/);
});

test('POST /messages: the same key gives the same message, with another text a conflict', async () => {
  const conversation_id = await newConversation();
  const body = { conversation_id, content: { text }, client_metadata: { client_msg_id: 'k' } };
  const answers = await Promise.all(Array.from({ length: 8 }, () => post(body)));
  expect(new Set(answers.map((answer) => field(answer.body, 'message_id'))).size).toBe(1);
  expect(answers.every((answer) => answer.status === 202)).toBe(true);
  expect(await post({ ...body, content: { text: 'other' } })).toMatchObject({
    status: 409,
    body: { code: 'CONFLICT' },
  });
  expect(await messages(api.t.ctx).countDocuments({ conversation_id })).toBe(1);
});

test('POST /messages to a full conversation is a 409 of its own', async () => {
  const conversation_id = await newConversation();
  for (let i = 0; i < 30; i++) await makeMessage(api.t.ctx, me, conversation_id, `n${i}`);
  const answer = await post({ conversation_id, content: { text } });
  expect(answer).toMatchObject({ status: 409, body: { code: 'CONVERSATION_FULL' } });
});

test('GET /messages/{id} follows the message to its reply; times are whole milliseconds', async () => {
  const { message_id } = await makeMessage(api.t.ctx, me, await newConversation());
  await processMessageOnce(api.t.ctx, message_id, worker);
  const { body } = await api.send({ path: `/messages/${message_id}`, as: me });
  expect(body).toMatchObject({ processing_status: 'completed', content: { text: 'Hello Luna, how are you?' } });
  const reply = await api.send({ path: `/messages/${field(body, 'reply_message_id')}`, as: me });
  expect(reply.body).toMatchObject({
    role: 'assistant',
    relationships: { reply_to_message_id: message_id },
    llm_metadata: { provider: 'demo' },
    token_usage: { total_tokens: expect.any(Number) },
  });
  for (const message of [body, reply.body]) {
    const figures = Object.entries(Object(field(message, 'processing_metadata'))).filter(([key]) =>
      key.endsWith('_ms'),
    );
    expect(figures.length).toBeGreaterThan(1);
    for (const [, value] of figures) expect(value).toSatisfy(Number.isInteger);
  }
});

test('GET /messages/{id}: users see less of a message than moderators, whose reading is audited', async () => {
  const moderator = makeIdentity('moderator');
  const { body: sent } = await post({ conversation_id: await newConversation(), content: { text } });
  const path = `/messages/${field(sent, 'message_id')}`;
  const [own, read] = [await api.send({ path, as: me }), await api.send({ path, as: moderator })];
  expect(own.text).not.toMatch(/ip_address|processing_epoch|"_id"/);
  expect(read.body).toMatchObject({ client_metadata: { ip_address: expect.any(String) } });
  expect(await auditLog(api.t.ctx).countDocuments({ 'actor.user_id': moderator.user_id })).toBe(1);
});

test('GET /conversations/{id}/messages by number, either way, in pages, by role and status', async () => {
  const conversation_id = await newConversation();
  for (let i = 1; i <= 3; i++) {
    const { message_id } = await makeMessage(api.t.ctx, me, conversation_id, `n${i}`);
    await processMessageOnce(api.t.ctx, message_id, worker);
  }
  await messages(api.t.ctx).updateOne({ conversation_id, sequence_number: 2 }, { $set: { status: 'archived' } });
  const list = async (query: string) => {
    const { status, body } = await api.send({ path: `/conversations/${conversation_id}/messages${query}`, as: me });
    expect(status).toBe(200);
    const items: unknown[] = Reflect.get(Object(body), 'items');
    return { numbers: items.map((item) => field(item, 'sequence_number')), next: field(body, 'next_cursor') };
  };
  expect(await list('')).toEqual({ numbers: [6, 5, 4, 3, 1], next: null });
  expect(await list('?direction=asc')).toEqual({ numbers: [1, 3, 4, 5, 6], next: null });
  expect(await list('?role=assistant')).toEqual({ numbers: [6, 4], next: null });
  expect(await list('?status=archived')).toEqual({ numbers: [2], next: null });
  const first = await list('?limit=2&direction=asc');
  expect(first.numbers).toEqual([1, 3]);
  const second = await list(`?limit=2&direction=asc&cursor=${first.next}`);
  expect(second.numbers).toEqual([4, 5]);
  expect(await list(`?limit=2&direction=asc&cursor=${second.next}`)).toEqual({ numbers: [6], next: null });
  expect(await list('?limit=5')).toEqual({ numbers: [6, 5, 4, 3, 1], next: null });
  expect((await list('?limit=1')).numbers).toEqual([6]);
  expect((await list('?limit=100')).numbers).toHaveLength(5);
});

test.each([
  'limit=0',
  'limit=101',
  'direction=up',
  'role=bot',
  'status=gone',
  'cursor=c',
  'conversation_id=conv_000000001',
])('GET /conversations/{id}/messages?%s is refused and names the key', async (query) => {
  const answer = await api.send({ path: `/conversations/${await newConversation()}/messages?${query}`, as: me });
  expect(answer).toMatchObject({
    status: 400,
    body: { code: 'VALIDATION_FAILED', errors: [{ path: query.split('=')[0] }] },
  });
});

test('a limit that is reached is a 429 that says when to come back', async () => {
  const strict = await startApi({ MAX_MESSAGES_PER_MINUTE: '2' });
  const conversation_id = (await makeConversation(strict.t.ctx, me)).conversation_id;
  const answers = [];
  for (let i = 0; i < 3; i++) {
    const body = { conversation_id, content: { text: `n${i}` } };
    answers.push(await strict.send({ method: 'POST', path: '/messages', as: me, body }));
  }
  expect(answers.map((answer) => [answer.status, answer.headers['ratelimit-remaining']])).toEqual([
    [202, '1'],
    [202, '0'],
    [429, '0'],
  ]);
  expect(answers[2]).toMatchObject({ body: { code: 'RATE_LIMITED' }, headers: { 'ratelimit-limit': '2' } });
  expect(Number(answers[2]?.headers['retry-after'])).toBeGreaterThan(0);
  expect(Number(answers[2]?.headers['ratelimit-reset'])).toBeGreaterThan(0);
  await strict.close();
});
