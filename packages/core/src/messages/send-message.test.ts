import { DomainError } from '@message-service/shared/errors';
import { createTestContext, type TestContext } from '@message-service/testing/context';
import { makeConversation, makeIdentity, makeMessage } from '@message-service/testing/factories';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CoreContext } from '../context.ts';
import { getMessage } from './get-message.ts';
import { messages } from './messages.ts';

let t: TestContext;
beforeAll(async () => {
  t = await createTestContext({ MAX_MESSAGES_PER_CONVERSATION: '20' });
});
afterAll(() => t.close());

const codeOf = (outcome: PromiseSettledResult<unknown>) =>
  outcome.status === 'rejected' && outcome.reason instanceof DomainError ? outcome.reason.code : outcome.status;

test('an accepted message is stored, numbered and in the queue', async () => {
  const me = makeIdentity();
  const conversation = await makeConversation(t.ctx, me);
  const sent = await makeMessage(t.ctx, me, conversation.conversation_id, '👩‍🚀 hola');
  expect(sent).toMatchObject({ sequence_number: 1, processing_status: 'queued', warnings: [] });
  expect(sent.status_url).toBe(`/messages/${sent.message_id}`);
  const doc = await messages(t.ctx).findOne({ _id: sent.message_id });
  expect(doc?.content).toMatchObject({ text: '👩‍🚀 hola', character_count: 8, word_count: 2 });
  expect(doc?.partition_key).toBe(conversation.conversation_id);
  const jobs = await t.ctx.queues.get('message-processing').getJobs(['prioritized']);
  expect(jobs.map((job) => job.data)).toContainEqual({ message_id: sent.message_id });
});

test("another user's conversation answers exactly like a missing one, and nothing is stored", async () => {
  const conversation = await makeConversation(t.ctx, makeIdentity());
  const thief = makeIdentity();
  const errors = await Promise.allSettled([
    makeMessage(t.ctx, thief, conversation.conversation_id),
    makeMessage(t.ctx, thief, 'conv_doesnotexist1'),
  ]);
  const [foreign, missing] = errors.map((error) => (error.status === 'rejected' ? String(error.reason) : ''));
  expect(foreign).toBe(missing);
  expect(errors.map(codeOf)).toEqual(['NOT_FOUND', 'NOT_FOUND']);
  expect(await messages(t.ctx).countDocuments({ user_id: thief.user_id })).toBe(0);
});

test('one client_msg_id sent 60 times at once is one message, one job and two slots', async () => {
  const me = makeIdentity();
  const { conversation_id } = await makeConversation(t.ctx, me);
  const client_metadata = { client_msg_id: 'once' };
  const outcomes = await Promise.allSettled(
    Array.from({ length: 60 }, () => makeMessage(t.ctx, me, conversation_id, 'same', { client_metadata })),
  );
  const ids = new Set(outcomes.flatMap((o) => (o.status === 'fulfilled' ? [o.value.message_id] : [])));
  expect(ids.size).toBe(1);
  expect(new Set(outcomes.map(codeOf))).toEqual(new Set(['fulfilled']));
  expect(await messages(t.ctx).countDocuments({ conversation_id })).toBe(1);
  const stored = await t.ctx.db.collection('conversations').findOne({ conversation_id });
  expect(stored?.message_count).toBe(2);
});

test('the same key with another text, other settings or other metadata is a conflict', async () => {
  const me = makeIdentity();
  const { conversation_id } = await makeConversation(t.ctx, me);
  const client_metadata = { client_msg_id: 'k' };
  await makeMessage(t.ctx, me, conversation_id, 'one', { client_metadata });
  const outcomes = await Promise.allSettled([
    makeMessage(t.ctx, me, conversation_id, 'two', { client_metadata }),
    makeMessage(t.ctx, me, conversation_id, 'one', { client_metadata, llm: { temperature: 0 } }),
    makeMessage(t.ctx, me, conversation_id, 'one', { client_metadata, custom_metadata: { a: 1 } }),
    makeMessage(t.ctx, me, conversation_id, 'one', { client_metadata }),
  ]);
  expect(outcomes.map(codeOf)).toEqual(['CONFLICT', 'CONFLICT', 'CONFLICT', 'fulfilled']);
});

test('at once under one key: other metadata is a conflict, the same in another order is a repetition', async () => {
  const me = makeIdentity();
  const { conversation_id } = await makeConversation(t.ctx, me);
  const client_metadata = { client_msg_id: 'k' };
  const send = (custom_metadata: Record<string, number>) =>
    makeMessage(t.ctx, me, conversation_id, 'one', { client_metadata, custom_metadata });
  const [first] = await Promise.all([send({ a: 1, b: 2 }), send({ b: 2, a: 1 })]);
  expect((await send({ b: 2, a: 1 })).message_id).toBe(first.message_id);
  const outcomes = await Promise.allSettled([send({ a: 1, b: 2 }), send({ a: 1, b: 3 })]);
  expect(outcomes.map(codeOf)).toEqual(['fulfilled', 'CONFLICT']);
  const read = await getMessage(t.ctx, me, first.message_id);
  expect(read).toMatchObject({ custom_metadata: { a: 1, b: 2 } });
  expect(read).not.toHaveProperty('request_hash');
});

test('40 writers on a conversation of 20: ten messages with their replies, numbers unique and in the order of time', async () => {
  const me = makeIdentity();
  const { conversation_id } = await makeConversation(t.ctx, me);
  const outcomes = await Promise.allSettled(
    Array.from({ length: 40 }, (_, i) => makeMessage(t.ctx, me, conversation_id, `message ${i}`)),
  );
  const codes = outcomes.map(codeOf);
  expect(codes.filter((code) => code === 'fulfilled')).toHaveLength(10);
  expect(codes.filter((code) => code === 'CONVERSATION_FULL')).toHaveLength(30);
  const stored = await messages(t.ctx).find({ conversation_id }).sort({ sequence_number: 1 }).toArray();
  expect(stored.map((doc) => doc.sequence_number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  const times = stored.map((doc) => doc.timestamps.created_at.getTime());
  expect(times).toEqual([...times].sort((a, b) => a - b));
});

/** Whose `messages` cannot be searched. */
const unsearchable = (ctx: CoreContext): CoreContext['db'] =>
  new Proxy(ctx.db, {
    get(target, key) {
      const value = Reflect.get(target, key, target);
      if (key !== 'collection') return typeof value === 'function' ? value.bind(target) : value;
      return (name: string) => {
        const collection = target.collection(name);
        if (name === 'messages') collection.findOne = () => Promise.reject(new Error('away'));
        return collection;
      };
    },
  });

test('what is not stored takes no slot: a refused row, or a database that fails to look for duplicates', async () => {
  const strict = await createTestContext();
  const me = makeIdentity();
  const { conversation_id } = await makeConversation(strict.ctx, me);
  const slots = async () =>
    (await strict.ctx.db.collection('conversations').findOne({ conversation_id }))?.message_count;
  await makeMessage(strict.ctx, me, conversation_id, 'twice');
  const db = unsearchable(strict.ctx);
  await expect(makeMessage({ ...strict.ctx, db }, me, conversation_id, 'twice')).rejects.toThrow('away');
  expect(await slots()).toBe(2);
  const validator = { $jsonSchema: { required: ['never'] } };
  await strict.ctx.db.command({ collMod: 'messages', validator });
  await expect(makeMessage(strict.ctx, me, conversation_id)).rejects.toMatchObject({ code: 121 });
  expect(await slots()).toBe(2);
  await strict.close();
});

test('what nobody noted is not looked for; once Redis has forgotten, the index tells a repetition', async () => {
  const own = await createTestContext();
  const me = makeIdentity();
  const { conversation_id } = await makeConversation(own.ctx, me);
  const send = (ctx: CoreContext, key: string) =>
    makeMessage(ctx, me, conversation_id, key, { client_metadata: { client_msg_id: key } });
  const blind = { ...own.ctx, db: unsearchable(own.ctx) };
  const first = await send(blind, 'a');
  await expect(send(blind, 'a')).rejects.toThrow('away');
  const noted = await own.ctx.redis.keys(`${own.settings.REDIS_PREFIX}:sent:*`);
  expect(noted).toHaveLength(2);
  await own.ctx.redis.del(noted);
  expect(await send(own.ctx, 'a')).toMatchObject({ message_id: first.message_id, sequence_number: 1 });
  const conversation = await own.ctx.db.collection('conversations').findOne({ conversation_id });
  expect(conversation?.message_count).toBe(2);
  expect(await messages(own.ctx).countDocuments({})).toBe(1);
  await own.close();
});

test('what was accepted is answered so again when nothing new would be: limit reached, conversation full or archived', async () => {
  const few = await createTestContext({ MAX_CONCURRENT_MESSAGES_PER_USER: '2', MAX_MESSAGES_PER_CONVERSATION: '4' });
  const me = makeIdentity();
  const { conversation_id } = await makeConversation(few.ctx, me);
  const other = await makeConversation(few.ctx, me);
  const send = (key: string, to = conversation_id, text = key) =>
    makeMessage(few.ctx, me, to, text, { client_metadata: { client_msg_id: key } });
  const first = await send('a');
  await send('b');
  const state = async () => (await few.ctx.db.collection('conversations').findOne({ conversation_id }))?.message_count;
  const expectSame = async () => {
    expect(await send('a')).toEqual({ ...first, warnings: [] });
    await expect(send('a', conversation_id, 'other')).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await state()).toBe(4);
  };
  await expect(send('c', other.conversation_id)).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  await expectSame();
  for (const key of await few.ctx.redis.keys(`${few.settings.REDIS_PREFIX}:limit:*`)) await few.ctx.redis.del(key);
  await expect(send('c')).rejects.toMatchObject({ code: 'CONVERSATION_FULL' });
  await expectSame();
  await few.ctx.db.collection('conversations').updateOne({ conversation_id }, { $set: { status: 'archived' } });
  await expectSame();
  expect(await messages(few.ctx).countDocuments({})).toBe(2);
  await few.close();
});

test('an archived conversation refuses messages', async () => {
  const me = makeIdentity();
  const { conversation_id } = await makeConversation(t.ctx, me);
  await t.ctx.db.collection('conversations').updateOne({ conversation_id }, { $set: { status: 'archived' } });
  expect(codeOf((await Promise.allSettled([makeMessage(t.ctx, me, conversation_id)]))[0])).toBe('CONFLICT');
});

test('a provider that is not there is refused before anything is stored', async () => {
  const me = makeIdentity();
  const { conversation_id } = await makeConversation(t.ctx, me);
  const llm = { provider: 'openai' as const };
  const [outcome] = await Promise.allSettled([makeMessage(t.ctx, me, conversation_id, 'hi', { llm })]);
  expect(codeOf(outcome)).toBe('VALIDATION_FAILED');
  expect(await messages(t.ctx).countDocuments({ conversation_id })).toBe(0);
});

test('the same text within a minute is accepted with a warning, in its own conversation only', async () => {
  const me = makeIdentity();
  const { conversation_id } = await makeConversation(t.ctx, me);
  const elsewhere = await makeConversation(t.ctx, me);
  const first = await makeMessage(t.ctx, me, conversation_id, 'again');
  const second = await makeMessage(t.ctx, me, conversation_id, 'again');
  expect(first.warnings).toEqual([]);
  expect(second.warnings).toEqual([{ code: 'DUPLICATE_CONTENT', detail: expect.stringContaining(first.message_id) }]);
  expect((await makeMessage(t.ctx, me, elsewhere.conversation_id, 'again')).warnings).toEqual([]);
});

test('the user has a limit; a repeated key does not count, a refusal gives its place back', async () => {
  const few = await createTestContext({ MAX_CONCURRENT_MESSAGES_PER_USER: '2' });
  const me = makeIdentity();
  const { conversation_id } = await makeConversation(few.ctx, me);
  await Promise.allSettled([1, 2, 3].map(() => makeMessage(few.ctx, me, 'conv_doesnotexist1')));
  const send = (key: string) =>
    makeMessage(few.ctx, me, conversation_id, key, { client_metadata: { client_msg_id: key } });
  const first = await send('a');
  await send('b');
  expect((await send('a')).message_id).toBe(first.message_id);
  await expect(send('c')).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  expect(await messages(few.ctx).countDocuments({})).toBe(2);
  await few.close();
});

test('too many waiting messages: refused, nothing stored', async () => {
  const small = await createTestContext({ MAX_QUEUED_MESSAGES: '3' });
  const me = makeIdentity();
  const { conversation_id } = await makeConversation(small.ctx, me);
  for (let i = 0; i < 4; i++) await makeMessage(small.ctx, me, conversation_id, `m${i}`);
  const later = { ...small.ctx };
  await expect
    .poll(async () => codeOf((await Promise.allSettled([makeMessage(later, me, conversation_id, 'more')]))[0]), {
      timeout: 5_000,
    })
    .toBe('UNAVAILABLE');
  const stored = await messages(small.ctx).countDocuments({});
  await Promise.allSettled([makeMessage(later, me, conversation_id, 'more')]);
  expect(await messages(small.ctx).countDocuments({})).toBe(stored);
  await small.close();
});

test('what is sent again costs the user nothing: no part of the limits, no number', async () => {
  const few = await createTestContext({ MAX_MESSAGES_PER_MINUTE: '2' });
  const me = makeIdentity();
  const { conversation_id } = await makeConversation(few.ctx, me);
  const send = (key: string) =>
    makeMessage(few.ctx, me, conversation_id, key, { client_metadata: { client_msg_id: key } });
  const first = await send('a');
  for (let again = 0; again < 10; again++) expect((await send('a')).message_id).toBe(first.message_id);
  expect((await send('b')).sequence_number).toBe(first.sequence_number + 1);
  await expect(send('c')).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  await few.close();
});
