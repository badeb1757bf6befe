import { makeIdentity } from '@message-service/testing/factories';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { archiveMessage } from './archive-message.ts';
import { claimMessage } from './claim-message.ts';
import { getMessage } from './get-message.ts';
import { messages } from './messages.ts';
import { jobIdOf, processingQueue } from './processing-queue.ts';
import { jobIdsOf } from './queue.test-kit.ts';
import { retryMessage } from './retry-message.ts';
import { retryMessages } from './retry-messages.ts';
import { LostMessageError, type Run, updateJob, updateMessage } from './run.ts';
import { sweepForgottenMessages } from './sweep-messages.ts';
import { watchMessage } from './watch-message.ts';
import { openWorld, tally, type World } from './world.test-kit.ts';

let w: World;
const admin = makeIdentity('admin');
beforeAll(async () => {
  w = await openWorld();
});
afterAll(() => w.close());

const retry = (message_id: string, ctx = w.ctx) => retryMessage(ctx, admin, { message_id });
const watch = async (id: string, after: string | null = null) => {
  const seen = [];
  for await (const entry of await watchMessage(w.ctx, w.me, id, after, AbortSignal.timeout(10_000))) seen.push(entry);
  return seen;
};

test('a failed message is queued again with a whole budget, answered once, and its history tells of both runs', async () => {
  const id = await w.failed();
  const before = await w.read(id);
  const jobs = await jobIdsOf(w.ctx, id);
  expect(before.job).toMatchObject({ status: 'failed', saga: { epoch: 1 }, execution: { provider_calls: 1 } });
  await expect(retryMessage(w.ctx, admin, { message_id: id, reason: 'the model is back' })).resolves.toEqual({
    message_id: id,
    processing_status: 'queued',
    retries: 1,
  });
  const queued = await w.read(id);
  expect(queued.doc).toMatchObject({ processing_status: 'queued', processing_epoch: 2, processing_retries: 1 });
  expect(queued.doc?.processing_metadata).not.toHaveProperty('error_code');
  expect(queued.doc?.timestamps).not.toHaveProperty('completed_at');
  expect(queued.job).toMatchObject({
    status: 'pending',
    saga: { epoch: 2, retries: 1, steps: before.job?.saga.steps },
    execution: { attempts: 0, provider_calls: 0, earlier_provider_calls: 1, error_code: null, lease_until: null },
  });
  expect(queued.job).not.toHaveProperty('finished_at');
  expect(await jobIdsOf(w.ctx, id)).toHaveLength(jobs.length + 1);

  expect(await w.process(id, 'w2')).toEqual({ kind: 'completed' });
  const after = await w.read(id);
  expect(after.replies).toHaveLength(1);
  expect(after.doc).toMatchObject({ processing_status: 'completed', reply_message_id: after.replies[0]?._id });
  expect(after.job?.execution.history?.map(({ worker_id, outcome }) => [worker_id, outcome])).toEqual([
    ['w1', 'failed'],
    [null, 'retried'],
    ['w2', 'completed'],
  ]);
  expect(after.job?.saga.epoch).toBe(3);
  expect(await w.audited(id)).toEqual([['queues.retryMessage', admin.user_id, 'the model is back']]);
});

test('ten retries at once: one wins, the budget is reset once, one job is added', async () => {
  const id = await w.failed();
  const jobs = await jobIdsOf(w.ctx, id);
  expect(tally(await Promise.allSettled(Array.from({ length: 10 }, () => retry(id))))).toEqual({
    done: 1,
    refused: Array.from({ length: 9 }, () => 'CONFLICT'),
  });
  const { doc, job } = await w.read(id);
  expect([doc?.processing_retries, job?.saga.retries, job?.saga.epoch]).toEqual([1, 1, 2]);
  expect(job?.execution.history).toHaveLength(2);
  expect(await jobIdsOf(w.ctx, id)).toHaveLength(jobs.length + 1);
});

test('retried and archived at once: either it is archived and stays failed, or it is queued', async () => {
  for (let round = 0; round < 10; round++) {
    const id = await w.failed();
    const acts = [retry(id), archiveMessage(w.ctx, w.me, { message_id: id })];
    const both = await Promise.allSettled(round % 2 === 0 ? acts : acts.reverse());
    expect(tally(both)).toEqual({ done: 1, refused: ['CONFLICT'] });
    const { doc } = await w.read(id);
    expect([
      ['archived', 'failed'],
      ['active', 'queued'],
    ]).toContainEqual([doc?.status, doc?.processing_status]);
  }
});

test('what is not failed is not retried', async () => {
  const [queued, done] = [await w.accept(), await w.completed()];
  const archived = await w.failed();
  await archiveMessage(w.ctx, w.me, { message_id: archived });
  for (const id of [queued, done, archived]) {
    const before = await w.read(id);
    await expect(retry(id)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await w.read(id)).toEqual(before);
  }
  await expect(retry('msg_missing0001')).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('a message whose job is no longer kept gets a new one, and its old workers stay locked out', async () => {
  const id = await w.failed();
  await messages(w.ctx).updateOne({ _id: id }, { $set: { processing_epoch: 7 } });
  await processingQueue(w.ctx).deleteOne({ _id: jobIdOf(id) });
  await retry(id);
  expect((await w.read(id)).job).toMatchObject({ status: 'pending', saga: { epoch: 8, retries: 1 } });
  expect(await w.process(id)).toEqual({ kind: 'completed' });
  expect((await w.read(id)).doc).toMatchObject({ processing_epoch: 9, processing_status: 'completed' });
});

test('a crash right after the decision is made good by the sweeper and the next worker', async () => {
  const id = await w.failed();
  const collection = w.ctx.db.collection.bind(w.ctx.db);
  const db = new Proxy(w.ctx.db, {
    get(target, key) {
      if (key === 'collection')
        return (name: string) => {
          if (name === 'processing_queue') throw new Error('killed');
          return collection(name);
        };
      return Reflect.get(target, key, target);
    },
  });
  await expect(retry(id, { ...w.ctx, db })).rejects.toThrow('killed');
  expect((await w.read(id)).doc?.processing_status).toBe('queued');
  expect((await w.read(id)).job?.status).toBe('failed');
  const later = { ...w.ctx, now: () => new Date(Date.now() + 60_000) };
  expect(await sweepForgottenMessages(later)).toBeGreaterThan(0);
  expect(await w.process(id)).toEqual({ kind: 'completed' });
  const { job, replies } = await w.read(id);
  expect([job?.saga.retries, job?.execution.provider_calls, replies.length]).toEqual([1, 1, 1]);
});

test('a worker that failed the message and had not closed its job can write nothing after the retry', async () => {
  const id = await w.accept();
  const claim = await claimMessage(w.ctx, id, 'slow');
  if (claim.kind !== 'claimed') throw new Error(claim.kind);
  const slow: Run = { ...claim, epoch: claim.job.saga.epoch, workerId: 'slow', signal: new AbortController().signal };
  const { retry_count, error_count } = { retry_count: 0, error_count: 0 };
  await updateMessage(w.ctx, slow, 'message.completed', {
    processing_status: 'failed',
    processing_metadata: { retry_count, error_count },
  });
  await retry(id);
  const before = await w.read(id);
  await expect(updateJob(w.ctx, slow, { $set: { status: 'failed' } })).rejects.toBeInstanceOf(LostMessageError);
  await expect(updateMessage(w.ctx, slow, 'message.completed', { processing_status: 'failed' })).rejects.toBeInstanceOf(
    LostMessageError,
  );
  expect(await w.read(id)).toEqual(before);
  expect(await w.process(id)).toEqual({ kind: 'completed' });
});

test('the job of the failed run may still be about to end: the new one is added beside it', async () => {
  const id = await w.accept();
  expect(await jobIdsOf(w.ctx, id)).toHaveLength(1);
  const failing = await claimMessage(w.ctx, id, 'w');
  expect(failing.kind).toBe('claimed');
  await messages(w.ctx).updateOne({ _id: id }, { $set: { processing_status: 'failed' } });
  await retry(id);
  expect(await jobIdsOf(w.ctx, id)).toHaveLength(2);
});

test('who watches again sees the new run only, and a reader of the old end goes on after it', async () => {
  const id = await w.failed();
  const old = await watch(id);
  expect(old.at(-1)?.event.type).toBe('failed');
  await retry(id);
  const [fresh, resumed] = [watch(id), watch(id, old.at(-1)?.id)];
  await w.process(id, 'w2');
  for (const seen of [await fresh, await resumed]) {
    expect(seen.map(({ event }) => event.type)).not.toContain('failed');
    expect(seen.at(-1)?.event.type).toBe('completed');
    expect(seen.filter(({ event }) => event.type === 'token').length).toBeGreaterThan(0);
  }
  expect((await fresh)[0]?.event).toEqual({ type: 'progress', step: 'queued' });
  expect((await getMessage(w.ctx, w.me, id)).processing_status).toBe('completed');
});

test('in bulk each message has its own answer; the same id twice is retried once', async () => {
  const [a, b] = [await w.failed(), await w.failed()];
  const done = await w.completed();
  expect(await retryMessages(w.ctx, admin, { message_ids: [a, done, b, 'msg_missing0001', a] })).toEqual({
    retried: 2,
    items: [
      { message_id: a, result: 'retried' },
      { message_id: done, result: 'conflict' },
      { message_id: b, result: 'retried' },
      { message_id: 'msg_missing0001', result: 'not_found' },
    ],
  });
});

test('a message retried five times has all its provider calls counted', async () => {
  const id = await w.accept('[[sim:error=400 times=5]] counted');
  for (let i = 0; i < 5; i++) {
    expect(await w.process(id)).toEqual({ kind: 'failed' });
    await retry(id);
  }
  expect(await w.process(id)).toEqual({ kind: 'completed' });
  const { job } = await w.read(id);
  expect([job?.execution.earlier_provider_calls, job?.execution.provider_calls]).toEqual([5, 1]);
  expect(job?.execution.history).toHaveLength(11);
});
