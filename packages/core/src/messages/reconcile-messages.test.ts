import { processMessage } from '@message-service/shared/messages';
import { makeConversation, makeIdentity, makeMessage } from '@message-service/testing/factories';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { CoreContext } from '../context.ts';
import { conversations, reserveMessage } from '../conversations/index.ts';
import { enqueueAgain } from '../queues/index.ts';
import { changeMessage } from './change-message.ts';
import { processingQueue } from './processing-queue.ts';
import { jobIdsOf } from './queue.test-kit.ts';
import { reconcileMessages } from './reconcile-messages.ts';
import { openWorld, type World } from './world.test-kit.ts';

const MINUTE = 60_000;

let w: World;
let fresh: CoreContext;
beforeAll(async () => {
  w = await openWorld({ MAX_MESSAGES_PER_CONVERSATION: '200', MAX_CONCURRENT_MESSAGES_PER_USER: '3' });
});
beforeEach(async () => {
  for (const name of ['messages', 'conversations', 'processing_queue']) await w.ctx.db.collection(name).deleteMany({});
  await w.emptyRedis();
  // a process that has not looked at anything yet
  fresh = { ...w.ctx, db: w.ctx.db.client.db(w.ctx.db.databaseName) };
});
afterAll(() => w.close());

/** The same service with its clock so many minutes off. */
const at = (minutes: number) => ({ ...fresh, now: () => new Date(Date.now() + minutes * MINUTE) });
const countOf = async (id: string) => (await conversations(w.ctx).findOne({ _id: id }))?.message_count;
const none = { slots: 0, jobs: 0, places: 0, doubled: 0 };

/** A crash between taking the slots and storing the message. */
const leak = (conversationId: string, minutes: number) => reserveMessage(at(minutes), conversationId, w.me.user_id);
const send = (conversationId: string, minutes: number, text = 'text') =>
  makeMessage(at(minutes), { ...w.me, roles: ['user'] }, conversationId, text);

test('slots of what was never stored are given back once they cannot be on their way any more', async () => {
  const { conversation_id } = await makeConversation(w.ctx, w.me);
  await send(conversation_id, 0);
  await leak(conversation_id, 0);
  await leak(conversation_id, 0);
  expect(await reconcileMessages(at(0))).toMatchObject({ slots: 0 });
  expect(await countOf(conversation_id)).toBe(6);
  expect(await reconcileMessages(at(4))).toMatchObject({ slots: 4 });
  expect(await countOf(conversation_id)).toBe(2);
  expect(await reconcileMessages(at(5))).toMatchObject({ slots: 0 });
});

test('the slot of a cancelled reply is given back when the crash came before it was, and never twice', async () => {
  const { conversation_id } = await makeConversation(w.ctx, w.me);
  const { message_id } = await send(conversation_id, 0);
  const cancelled = { processing_status: 'cancelled', 'timestamps.completed_at': new Date() };
  await changeMessage(w.ctx, message_id, { event: 'message.cancelled', set: cancelled });
  expect(await reconcileMessages(at(0))).toMatchObject({ slots: 0 });
  const both = await Promise.all([reconcileMessages(at(4)), reconcileMessages(at(4))]);
  expect(both.reduce((sum, { slots }) => sum + slots, 0)).toBe(1);
  expect(await countOf(conversation_id)).toBe(1);
});

test('a message that is answered, one that failed and one that waits keep their slots', async () => {
  const ids = [await w.completed(), await w.failed(), await w.accept()];
  const docs = await Promise.all(ids.map((id) => w.read(id)));
  expect(await reconcileMessages(at(10))).toMatchObject({ slots: 0 });
  for (const { doc } of docs) expect(await countOf(doc?.conversation_id ?? '')).toBe(2);
});

test('a full conversation takes messages again', async () => {
  const { conversation_id } = await makeConversation(at(-11), w.me);
  await Promise.all(Array.from({ length: 100 }, () => leak(conversation_id, -10)));
  await expect(send(conversation_id, 0)).rejects.toMatchObject({ code: 'CONVERSATION_FULL' });
  expect(await reconcileMessages(fresh)).toMatchObject({ slots: 200 });
  await send(conversation_id, 0);
});

test('exact while others write and reconcile: only what leaked is given back, however they interleave', async () => {
  const me = makeIdentity();
  const { conversation_id } = await makeConversation(at(-11), me);
  const write = (text: string, key: string) =>
    makeMessage(w.ctx, me, conversation_id, text, { client_metadata: { client_msg_id: key } }).catch(() => null);
  await makeMessage(at(-10), me, conversation_id, 'long ago');
  for (let i = 0; i < 3; i++) await reserveMessage(at(-9), conversation_id, me.user_id);
  await makeMessage(at(-8), me, conversation_id, 'later');
  let isOver = false;
  let given = 0;
  const reconcile = async () => {
    while (!isOver) {
      const { slots } = await reconcileMessages(fresh);
      given += slots;
    }
  };
  const reconciling = [reconcile(), reconcile()];
  // three at once under one key: reservations that are taken, and given back by those who lost
  for (let n = 0; n < 12; n++) await Promise.all([0, 1, 2].map(() => write(`m ${n}`, `k ${n}`)));
  isOver = true;
  await Promise.all(reconciling);
  await reconcileMessages(at(20));
  const stored = await w.ctx.db.collection('messages').countDocuments({ conversation_id });
  expect(given).toBe(6);
  expect(await countOf(conversation_id)).toBe(2 * stored);
});

test('places that a message no longer needs are given back; those of living and of new ones stay', async () => {
  const [done, waits, young] = [await w.accept(), await w.accept(), await w.accept()];
  await expect(w.accept()).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  await changeMessage(w.ctx, done, { event: 'message.metadata_changed', set: { processing_status: 'completed' } });
  const key = `${w.ctx.settings.REDIS_PREFIX}:limit:{${w.me.user_id}}:working`;
  const [until = 0] = (await w.ctx.redis.zmscore(key, young)).map(Number);
  for (const id of [done, waits, 'msg_neverstored1']) await w.ctx.redis.zadd(key, until - 2 * MINUTE, id);
  await w.ctx.redis.zadd(key, until, 'msg_beingstored1');
  expect(await reconcileMessages(fresh)).toMatchObject({ places: 2 });
  expect((await w.ctx.redis.zrange(key, '0', '-1')).sort()).toEqual([waits, young, 'msg_beingstored1'].sort());
});

test('open jobs of ended or removed messages are ended; those that wait or are held are not', async () => {
  const [ended, gone, held] = [await w.completed(), await w.completed(), await w.completed()];
  const waits = await w.failed();
  const rowOf = async (id: string) => (await w.read(id)).job;
  const open = { status: 'processing', updated_at: new Date(0) };
  for (const id of [ended, gone, held, waits]) {
    await w.ctx.db
      .collection('processing_queue')
      .updateOne({ message_id: id }, { $set: open, $unset: { finished_at: '' } });
  }
  await processingQueue(w.ctx).updateOne({ message_id: held }, { $set: { 'execution.lease_until': at(9).now() } });
  await changeMessage(w.ctx, waits, { event: 'message.metadata_changed', set: { processing_status: 'queued' } });
  await w.ctx.db.collection('messages').deleteOne({ message_id: gone });
  expect(await reconcileMessages(at(1))).toMatchObject({ jobs: 2 });
  const states = await Promise.all([ended, gone, held, waits].map(rowOf));
  expect(states.map((job) => job?.status)).toEqual(['completed', 'cancelled', 'processing', 'processing']);
  expect(states.map((job) => Boolean(job?.finished_at))).toEqual([true, true, false, false]);
});

test('of jobs added twice the one that holds the key stays', async () => {
  const [id, other] = [await w.accept(), await w.accept()];
  await enqueueAgain(w.ctx, processMessage, { message_id: id }, 'normal');
  expect(await jobIdsOf(w.ctx, id)).toHaveLength(2);
  await Promise.all([reconcileMessages(fresh), reconcileMessages(fresh)]);
  expect(await reconcileMessages(fresh)).toMatchObject({ doubled: 0 });
  const holder = await w.ctx.queues.get(processMessage.queue).getDeduplicationJobId(`process-${id}`);
  expect(await jobIdsOf(w.ctx, id)).toEqual([holder]);
  expect(await jobIdsOf(w.ctx, other)).toHaveLength(1);
});

test('with redis wiped there is nothing to put right there, and nothing goes wrong', async () => {
  await w.accept();
  await w.emptyRedis();
  expect(await reconcileMessages(fresh)).toEqual(none);
  const metrics = await w.ctx.metrics.registry.metrics();
  expect(metrics).toMatch(/messages_reconciled_total\{what="slots"\} \d+/);
});
