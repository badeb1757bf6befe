import { auditLog } from '@message-service/core/audit';
import { conversations } from '@message-service/core/conversations';
import { Conversation, ConversationPage } from '@message-service/shared/conversations';
import { makeConversation, makeIdentity } from '@message-service/testing/factories';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, startApi } from '../testing/api.test-kit.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const character_id = 'char_luna00001';
const asConversation = (body: unknown) => Conversation.parse(withDates(body));
const withDates = (body: unknown): unknown => ({
  ...Object(body),
  ...Object.fromEntries(
    ['created_at', 'updated_at', 'last_activity_at'].map((key) => [key, new Date(Reflect.get(Object(body), key))]),
  ),
});
const pageOf = (body: unknown) =>
  ConversationPage.parse({ ...Object(body), items: Reflect.get(Object(body), 'items').map(withDates) });

test('POST /conversations answers 201 with the whole conversation, which is stored', async () => {
  const me = makeIdentity();
  const settings = { temperature: 0.5, context_window_size: 5, system_prompt: 'Be brief.' };
  const body = { character_id, title: '  Über 日本語  ', tags: ['a', 'b'], settings };
  const answer = await api.send({ method: 'POST', path: '/conversations', as: me, body });
  expect(answer.status).toBe(201);
  const created = asConversation(answer.body);
  expect(created).toMatchObject({
    user_id: me.user_id,
    character_id,
    title: 'Über 日本語',
    tags: ['a', 'b'],
    settings,
    status: 'active',
    message_count: 0,
  });
  expect(Object.keys(Object(answer.body)).sort()).toEqual(
    Object.keys(Conversation.shape)
      .filter((key) => key !== 'archived_at')
      .sort(),
  );
  const { _id, last_sequence, ...stored } =
    (await conversations(api.t.ctx).findOne({ _id: created.conversation_id })) ?? {};
  expect(stored).toEqual(created);
});

test('POST /conversations with a character only; with one that is not there', async () => {
  const me = makeIdentity();
  const plain = await api.send({ method: 'POST', path: '/conversations', as: me, body: { character_id } });
  expect(asConversation(plain.body)).toMatchObject({ title: 'Luna', tags: [], settings: {} });
  const missing = { character_id: 'char_nobody0000' };
  const refused = await api.send({ method: 'POST', path: '/conversations', as: me, body: missing });
  expect(refused).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
});

test('GET /conversations/{id} answers the same document', async () => {
  const me = makeIdentity();
  const created = await makeConversation(api.t.ctx, me);
  const answer = await api.send({ path: `/conversations/${created.conversation_id}`, as: me });
  expect(answer.status).toBe(200);
  expect(asConversation(answer.body)).toEqual(created);
});

test('GET /conversations pages through everything once, most recent first', async () => {
  const me = makeIdentity();
  const made: string[] = [];
  for (let i = 0; i < 7; i++) made.push((await makeConversation(api.t.ctx, me)).conversation_id);
  const seen: string[] = [];
  let cursor: string | null = '';
  const sizes: number[] = [];
  while (cursor !== null) {
    const path: string = `/conversations?limit=3${cursor ? `&cursor=${cursor}` : ''}`;
    const page = pageOf((await api.send({ path, as: me })).body);
    seen.push(...page.items.map((item) => item.conversation_id));
    sizes.push(page.items.length);
    cursor = page.next_cursor;
  }
  expect(sizes).toEqual([3, 3, 1]);
  // those of one millisecond follow each other by id
  const byTime = (id: string) => id.slice(0, 'conv_'.length + 8);
  expect(new Set(seen)).toEqual(new Set(made));
  expect(seen.map(byTime)).toEqual(made.map(byTime).reverse());
});

test('GET /conversations by status; an exact page has no next', async () => {
  const me = makeIdentity();
  const [first] = [await makeConversation(api.t.ctx, me), await makeConversation(api.t.ctx, me)];
  await conversations(api.t.ctx).updateOne({ _id: first.conversation_id }, { $set: { status: 'archived' } });
  const archived = pageOf((await api.send({ path: '/conversations?status=archived&limit=1', as: me })).body);
  expect(archived).toMatchObject({ items: [{ conversation_id: first.conversation_id }], next_cursor: null });
  expect(pageOf((await api.send({ path: '/conversations?status=active', as: me })).body).items).toHaveLength(1);
});

test.each([
  ...['limit=0', 'limit=101', 'limit=x', 'limit=', 'limit=1.5', 'limit=1&limit=2'],
  ...['status=deleted', 'scope=some', 'cursor=', 'cursor=AAAA', `cursor=${'x'.repeat(201)}`, 'more=1'],
  `cursor=${Buffer.from('9999999999999999.conv_000000001').toString('base64url')}`,
])('GET /conversations?%s is refused and names the key', async (query) => {
  const answer = await api.send({ path: `/conversations?${query}`, as: makeIdentity() });
  expect(answer).toMatchObject({ status: 400, body: { code: 'VALIDATION_FAILED' } });
  const named = query.startsWith('more') ? '' : query.split('=')[0];
  expect(answer.body).toMatchObject({ errors: expect.arrayContaining([expect.objectContaining({ path: named })]) });
});

test("everybody's conversations are for the roles that may read them, and leave a trace", async () => {
  const [owner, moderator] = [makeIdentity(), makeIdentity('moderator')];
  const { conversation_id } = await makeConversation(api.t.ctx, owner);
  for (const role of ['user', 'service'] as const) {
    const refused = await api.send({ path: '/conversations?scope=all', as: makeIdentity(role) });
    expect(refused).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
  }
  const all = pageOf((await api.send({ path: '/conversations?scope=all&limit=100', as: moderator })).body);
  expect(all.items.map((item) => item.conversation_id)).toContain(conversation_id);
  await api.send({ path: `/conversations/${conversation_id}`, as: moderator });
  await api.send({ path: `/conversations/${conversation_id}/messages`, as: moderator });
  await api.send({ path: `/conversations/${conversation_id}`, as: owner });
  const trace = await auditLog(api.t.ctx).find({ 'actor.user_id': moderator.user_id }).sort({ at: 1 }).toArray();
  expect(trace.map(({ action, target }) => [action, target.id])).toEqual([
    ['conversations.list', '*'],
    ['conversations.get', conversation_id],
    ['messages.list', conversation_id],
  ]);
  expect(await auditLog(api.t.ctx).countDocuments({ 'actor.user_id': owner.user_id })).toBe(0);
});
