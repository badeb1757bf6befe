import { makeMessage } from '@message-service/testing/factories';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { conversations } from '../conversations/index.ts';
import { claimMessage } from './claim-message.ts';
import { messages } from './messages.ts';
import { jobIdOf, processingQueue } from './processing-queue.ts';
import { retryMessage } from './retry-message.ts';
import { openWorld, type World } from './world.test-kit.ts';

let w: World;
beforeAll(async () => {
  w = await openWorld();
});
afterEach(() => w.llm.reset());
afterAll(() => w.close());

/** A message whose reply is decided and cannot be stored, because another row has its number; and that row. */
const stuck = async () => {
  const id = await w.accept();
  const { doc } = await w.read(id);
  if (!doc) throw new Error('not stored');
  const other = { ...doc, _id: 'msg_obstacle1', message_id: 'msg_obstacle1', sequence_number: 2 };
  await messages(w.ctx).insertOne(other);
  await expect(w.process(id)).rejects.toThrow(/duplicate/i);
  return { id, clear: () => messages(w.ctx).deleteOne({ _id: other._id }) };
};

test('a reply that another index refuses is not taken for stored; it is stored when it can be', async () => {
  const { id, clear } = await stuck();
  const half = await w.read(id);
  expect(half.doc).toMatchObject({ processing_status: 'processing', reply_message_id: expect.any(String) });
  expect(half.replies).toHaveLength(0);
  await clear();
  expect(await w.process(id)).toEqual({ kind: 'completed' });
  const { doc, replies } = await w.read(id);
  expect(replies.map(({ _id }) => _id)).toEqual([half.doc?.reply_message_id]);
  expect(doc?.reply_message_id).toBe(half.doc?.reply_message_id);
  expect(w.llm.stats().requests).toBe(1);
});

test('once its reply is decided a message does not fail: not of errors, not of deaths, not of its conversation', async () => {
  const { id, clear } = await stuck();
  for (let i = 0; i < 3; i++) await expect(w.process(id)).rejects.toThrow(/duplicate/i);
  expect((await w.read(id)).doc?.processing_status).toBe('processing');
  await processingQueue(w.ctx).updateOne(
    { _id: jobIdOf(id) },
    { $set: { 'execution.releases': 0, 'execution.runs_alone': 3 } },
  );
  const { doc } = await w.read(id);
  await conversations(w.ctx).deleteOne({ _id: doc?.conversation_id ?? '' });
  await clear();
  expect(await w.process(id)).toEqual({ kind: 'completed' });
  expect((await w.read(id)).replies).toHaveLength(1);
});

test('a job made anew after the old one was removed names the reply that is there', async () => {
  const id = await w.completed();
  const before = await w.read(id);
  await messages(w.ctx).updateOne({ _id: id }, { $set: { processing_status: 'failed' } });
  await processingQueue(w.ctx).deleteOne({ _id: jobIdOf(id) });
  await retryMessage(w.ctx, w.me, { message_id: id });
  expect(await w.process(id)).toEqual({ kind: 'completed' });
  const { doc, replies } = await w.read(id);
  expect(replies).toEqual(before.replies);
  expect(doc?.reply_message_id).toBe(replies[0]?._id);
});

test('the time of a saga is one for all who work on it, and whole again after a retry', async () => {
  const id = await w.accept();
  const claim = await claimMessage(w.ctx, id, 'first');
  if (claim.kind !== 'claimed') throw new Error(claim.kind);
  const ended = new Date();
  const started = new Date(ended.getTime() - w.ctx.settings.MESSAGE_PROCESSING_TIMEOUT * 1_000);
  await processingQueue(w.ctx).updateOne(
    { _id: jobIdOf(id) },
    {
      $set: {
        status: 'pending',
        'execution.lease_until': null,
        'execution.history.0.started_at': started,
        'execution.history.0.ended_at': ended,
      },
    },
  );
  expect(await w.process(id)).toEqual({ kind: 'failed' });
  expect((await w.read(id)).doc?.processing_metadata?.error_code).toBe('PROCESSING_TIMEOUT');
  expect(w.llm.stats().requests).toBe(0);
  await retryMessage(w.ctx, w.me, { message_id: id });
  expect(await w.process(id)).toEqual({ kind: 'completed' });
});

test('an error that nobody expected is tried as often as a job may be, then the message fails with INTERNAL', async () => {
  const earlier = await w.accept();
  const { conversation_id = '' } = (await w.read(earlier)).doc ?? {};
  const id = (await makeMessage(w.ctx, w.me, conversation_id)).message_id;
  const broken = { $unset: { 'content.text': '' } } as const;
  await messages(w.ctx).updateOne({ _id: earlier }, broken, { bypassDocumentValidation: true });
  await expect(w.process(id)).rejects.toBeInstanceOf(TypeError);
  await expect(w.process(id)).rejects.toBeInstanceOf(TypeError);
  expect((await w.read(id)).job).toMatchObject({
    status: 'pending',
    execution: { attempts: 2, error_code: 'INTERNAL' },
  });
  expect(await w.process(id)).toEqual({ kind: 'failed' });
  expect(await w.process(id)).toEqual({ kind: 'nothing_to_do' });
  const { doc, job } = await w.read(id);
  expect(doc).toMatchObject({ processing_status: 'failed', processing_metadata: { error_code: 'INTERNAL' } });
  expect(job?.execution.history?.map(({ outcome }) => outcome)).toEqual(['later', 'later', 'failed']);
});
