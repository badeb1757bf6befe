import { DomainError } from '@message-service/shared/errors';
import { createTestContext, type TestContext } from '@message-service/testing/context';
import { makeConversation, makeIdentity, makeMessage } from '@message-service/testing/factories';
import { afterAll, beforeAll, expect, test } from 'vitest';
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
  const jobs = await t.ctx.queues.get('message-processing').getJobs(['waiting']);
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

test('the same key with another text or other settings is a conflict', async () => {
  const me = makeIdentity();
  const { conversation_id } = await makeConversation(t.ctx, me);
  const client_metadata = { client_msg_id: 'k' };
  await makeMessage(t.ctx, me, conversation_id, 'one', { client_metadata });
  const outcomes = await Promise.allSettled([
    makeMessage(t.ctx, me, conversation_id, 'two', { client_metadata }),
    makeMessage(t.ctx, me, conversation_id, 'one', { client_metadata, llm: { temperature: 0 } }),
    makeMessage(t.ctx, me, conversation_id, 'one', { client_metadata }),
  ]);
  expect(outcomes.map(codeOf)).toEqual(['CONFLICT', 'CONFLICT', 'fulfilled']);
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
