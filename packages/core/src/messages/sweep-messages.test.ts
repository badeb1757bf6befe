import { createTestContext, type TestContext } from '@message-service/testing/context';
import { makeConversation, makeIdentity, makeMessage } from '@message-service/testing/factories';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { claimMessage } from './claim-message.ts';
import { sweepForgottenMessages } from './sweep-messages.ts';

let t: TestContext;
const me = makeIdentity();
beforeAll(async () => {
  t = await createTestContext();
});
afterAll(() => t.close());

const queue = () => t.ctx.queues.get('message-processing');
const waiting = async () => (await queue().getJobs(['prioritized'])).map((job) => job.data.message_id).sort();
const later = (ms: number) => ({ ...t.ctx, now: () => new Date(Date.now() + ms) });
beforeEach(async () => {
  await t.ctx.db.collection('messages').deleteMany({});
  await queue().obliterate({ force: true });
});

const accept = async (count: number) => {
  const { conversation_id } = await makeConversation(t.ctx, me);
  const ids: string[] = [];
  for (let i = 0; i < count; i++) ids.push((await makeMessage(t.ctx, me, conversation_id, `m ${i}`)).message_id);
  return ids.sort();
};

test('after a wiped queue every accepted message is enqueued again, by however many sweepers, once', async () => {
  const ids = await accept(5);
  await queue().obliterate({ force: true });
  expect(await sweepForgottenMessages(t.ctx)).toBe(0);
  await Promise.all([sweepForgottenMessages(later(11_000)), sweepForgottenMessages(later(11_000))]);
  expect(await waiting()).toEqual(ids);
  await sweepForgottenMessages(later(20_000));
  expect(await waiting()).toEqual(ids);
});

test('a message whose worker died is enqueued when the lease is over, not before', async () => {
  const [id = ''] = await accept(1);
  expect((await claimMessage(later(5_000), id, 'dying')).kind).toBe('claimed');
  await queue().obliterate({ force: true });
  const early = { ...t.ctx, now: () => new Date(Date.now() + 14_000) };
  await t.ctx.db
    .collection('messages')
    .updateOne({ message_id: id }, { $set: { 'timestamps.last_modified_at': new Date(0) } });
  expect(await sweepForgottenMessages(early)).toBe(0);
  expect(await sweepForgottenMessages(later(16_000))).toBe(1);
  expect(await waiting()).toEqual([id]);
});

test('finished messages are left alone', async () => {
  await accept(2);
  await t.ctx.db.collection('messages').updateMany({}, { $set: { processing_status: 'completed' } });
  await queue().obliterate({ force: true });
  expect(await sweepForgottenMessages(later(60_000))).toBe(0);
});

test('more messages than one batch holds are all enqueued by one sweep', async () => {
  const { conversation_id } = await makeConversation(t.ctx, me);
  const { message_id } = await makeMessage(t.ctx, me, conversation_id);
  const stored = await t.ctx.db.collection('messages').findOne({ message_id });
  const copies = Array.from({ length: 2_100 }, (_, i) => {
    const id = `msg_copy${String(i).padStart(8, '0')}`;
    return { ...stored, _id: id, message_id: id, sequence_number: i + 2 };
  });
  await t.ctx.db.collection<{ _id: string }>('messages').insertMany(copies);
  await queue().obliterate({ force: true });
  expect(await sweepForgottenMessages(later(11_000))).toBe(2_101);
  expect(await queue().getPrioritizedCount()).toBe(2_101);
});

const keyOf = (id: string) => `${t.settings.REDIS_PREFIX}:message-processing:${id}`;

test.each([
  ['whose job is gone', (job: string) => t.ctx.redis.del(keyOf(job)), 11_000],
  ['whose job is in no list', () => t.ctx.redis.del(keyOf('prioritized')), 61_000],
])('a dedupe key %s does not keep a message out', async (_, damage, ms) => {
  const [id = ''] = await accept(1);
  const holder = await queue().getDeduplicationJobId(`process-${id}`);
  await t.ctx.redis.del(keyOf('prioritized'));
  await damage(holder ?? '');
  await sweepForgottenMessages(later(ms));
  expect(await waiting()).toEqual([id]);
});

test('a job that waits is left as it is, one that was removed is added again', async () => {
  const [id = ''] = await accept(1);
  const [job] = await queue().getJobs(['prioritized']);
  await sweepForgottenMessages(later(61_000));
  expect((await queue().getJobs(['prioritized'])).map((waiting) => waiting.id)).toEqual([job?.id]);
  await job?.remove();
  await sweepForgottenMessages(later(61_000));
  expect(await waiting()).toEqual([id]);
});
