import { makeIdentity } from '@message-service/testing/factories';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { conversations } from '../conversations/index.ts';
import { cancelMessage } from './cancel-message.ts';
import { changeMessage } from './change-message.ts';
import { claimMessage } from './claim-message.ts';
import { finishStep, LostMessageError, type Run, updateMessage } from './run.ts';
import { watchMessage } from './watch-message.ts';
import { openWorld, tally, type World } from './world.test-kit.ts';

let w: World;
beforeAll(async () => {
  w = await openWorld({ MESSAGE_LEASE_SECONDS: '1' });
});
afterEach(() => w.llm.reset());
afterAll(() => w.close());

const cancel = (message_id: string) => cancelMessage(w.ctx, w.me, { message_id });
const watch = async (id: string) => {
  const seen = [];
  for await (const { event } of await watchMessage(w.ctx, w.me, id, null, AbortSignal.timeout(10_000)))
    seen.push(event);
  return seen;
};
const slots = async () => w.ctx.redis.zcard(`${w.ctx.settings.REDIS_PREFIX}:limit:{${w.me.user_id}}:working`);
const CANCELLED = { type: 'failed', code: 'CANCELLED', detail: 'The message was cancelled.' };

test('a queued message ends cancelled, gives its slot back and tells live and late watchers the same', async () => {
  const id = await w.accept();
  const before = await slots();
  const live = watch(id);
  expect(await cancel(id)).toMatchObject({ processing_status: 'cancelled' });
  expect(await slots()).toBe(before - 1);
  expect((await live).at(-1)).toEqual(CANCELLED);
  expect((await watch(id)).at(-1)).toEqual(CANCELLED);
  expect(await w.process(id)).toEqual({ kind: 'nothing_to_do' });
  expect((await w.read(id)).replies).toHaveLength(0);
  expect(w.llm.stats().requests).toBe(0);
});

test('the worker at work loses the message: its call is given up and nothing is written after', async () => {
  const id = await w.accept('[[sim:latency=60000]]');
  const running = w.process(id);
  while (w.llm.stats().in_flight === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  const live = watch(id);
  await cancel(id);
  const cancelled = await w.read(id);
  expect(cancelled.job).toMatchObject({ status: 'cancelled', execution: { lease_until: null } });
  expect(cancelled.job?.execution.history?.map(({ outcome }) => outcome)).toEqual([null, 'cancelled']);
  expect(await running).toEqual({ kind: 'nothing_to_do' });
  expect((await live).at(-1)).toEqual(CANCELLED);
  expect(await w.read(id)).toEqual(cancelled);
});

test('cancelled while it is answered: the call ends with the next token, what was shown is kept and shown again', async () => {
  const id = await w.accept('[[sim:tokens=2000 tps=40]]');
  const running = w.process(id);
  const live = watch(id);
  const shown = async () => (await w.ctx.redis.xlen(`${w.ctx.settings.REDIS_PREFIX}:progress:${id}`)) > 6;
  while (!(await shown())) await new Promise((resolve) => setTimeout(resolve, 20));
  const { partial_reply } = await cancel(id);
  expect(await running).toEqual({ kind: 'nothing_to_do' });
  await w.llm.whenIdle();
  expect(w.llm.requests().at(-1)?.outcome).toBe('client_gone');
  const textOf = (events: Awaited<ReturnType<typeof watch>>) =>
    events.flatMap((event) => (event.type === 'token' ? [event.text] : [])).join('');
  const [first, again] = [await live, await watch(id)];
  expect(partial_reply).toMatchObject({ text: textOf(first), finish_reason: 'error', cut_by: 'cancelled' });
  expect(textOf(first).length).toBeGreaterThan(10);
  expect(textOf(again)).toBe(textOf(first));
  expect([first.at(-1), again.at(-1)]).toEqual([CANCELLED, CANCELLED]);
  expect((await w.read(id)).replies).toHaveLength(0);
  expect((await cancel(id)).partial_reply).toEqual(partial_reply);
});

test('what a canceller that died left open, the next worker closes: the job, and the place of the user', async () => {
  const id = await w.accept();
  const before = await slots();
  const claim = await claimMessage(w.ctx, id, 'slow');
  if (claim.kind !== 'claimed') throw new Error(claim.kind);
  await changeMessage(w.ctx, id, {
    event: 'message.metadata_changed',
    set: { processing_status: 'cancelled' },
    inc: { processing_epoch: 1 },
  });
  expect(await w.process(id)).toEqual({ kind: 'nothing_to_do' });
  const { job } = await w.read(id);
  expect(job).toMatchObject({ status: 'cancelled', saga: { epoch: 2 }, execution: { lease_until: null } });
  expect(job?.execution.history?.map(({ outcome }) => outcome)).toEqual([null, 'cancelled']);
  expect(await slots()).toBe(before - 1);
});

test('a worker holds the place of the user anew', async () => {
  const id = await w.accept();
  const key = `${w.ctx.settings.REDIS_PREFIX}:limit:{${w.me.user_id}}:working`;
  await w.ctx.redis.zadd(key, 1, id);
  await claimMessage(w.ctx, id, 'w1');
  expect(Number(await w.ctx.redis.zscore(key, id))).toBeGreaterThan(1);
  await cancel(id);
  expect(await w.ctx.redis.zscore(key, id)).toBeNull();
});

test('a late write of the worker is refused, step by step', async () => {
  const id = await w.accept();
  const claim = await claimMessage(w.ctx, id, 'slow');
  if (claim.kind !== 'claimed') throw new Error(claim.kind);
  const slow: Run = { ...claim, epoch: claim.job.saga.epoch, workerId: 'slow', signal: new AbortController().signal };
  await cancel(id);
  const before = await w.read(id);
  await expect(
    updateMessage(w.ctx, slow, 'message.completed', { reply_message_id: 'msg_late00001' }),
  ).rejects.toBeInstanceOf(LostMessageError);
  await expect(finishStep(w.ctx, slow, 'response_saved')).rejects.toBeInstanceOf(LostMessageError);
  expect(await w.read(id)).toEqual(before);
});

test('cancelling twice, or by ten at once, answers the same and frees the place of one reply', async () => {
  const id = await w.accept();
  const answers = await Promise.all(Array.from({ length: 10 }, () => cancel(id)));
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(await cancel(id)).toEqual(answers[0]);
  const { doc } = await w.read(id);
  expect(doc?.processing_epoch).toBe(1);
  const conversation = await conversations(w.ctx).findOne({ _id: doc?.conversation_id ?? '' });
  expect(conversation?.message_count).toBe(1);
});

test('what has ended otherwise is not cancelled', async () => {
  for (const id of [await w.completed(), await w.failed()]) {
    const before = await w.read(id);
    await expect(cancel(id)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await w.read(id)).toEqual(before);
  }
});

test('cancelled while it completes, thirty times: one terminal state, a reply exactly when completed', async () => {
  const ends = new Map<string, number>();
  const start = performance.now();
  await w.completed();
  const usual = performance.now() - start;
  for (let round = 0; round < 30; round++) {
    const id = await w.accept();
    const running = w.process(id);
    await Promise.race([running, new Promise((resolve) => setTimeout(resolve, (round / 20) * usual))]);
    const [cancelling, processing] = await Promise.allSettled([cancel(id), running]);
    const { doc, job, replies } = await w.read(id);
    const status = doc?.processing_status ?? '';
    expect(replies).toHaveLength(status === 'completed' ? 1 : 0);
    expect(status).toBe(tally([cancelling]).done === 1 ? 'cancelled' : 'completed');
    expect(processing).toEqual({
      status: 'fulfilled',
      value: { kind: status === 'completed' ? 'completed' : 'nothing_to_do' },
    });
    expect([status, undefined]).toContain(job?.status);
    ends.set(status, (ends.get(status) ?? 0) + 1);
  }
  expect([...ends.keys()].sort()).toEqual(['cancelled', 'completed']);
}, 90_000);

test('others see nothing to cancel; moderators and admins cancel it, audited with the reason', async () => {
  const id = await w.accept();
  for (const other of [makeIdentity(), makeIdentity('auditor'), makeIdentity('service')]) {
    await expect(cancelMessage(w.ctx, other, { message_id: id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  }
  const moderator = makeIdentity('moderator');
  await cancelMessage(w.ctx, moderator, { message_id: id, reason: 'spam' });
  expect(await w.audited(id)).toEqual([['messages.cancel', moderator.user_id, 'spam']]);
});
