import { MessageTimeline } from '@message-service/shared/queues';
import { makeIdentity } from '@message-service/testing/factories';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { cancelMessage } from './cancel-message.ts';
import { claimMessage } from './claim-message.ts';
import { getMessage } from './get-message.ts';
import { getMessageTimeline } from './get-message-timeline.ts';
import { jobIdOf, processingQueue } from './processing-queue.ts';
import { retryMessage } from './retry-message.ts';
import { openWorld, type World } from './world.test-kit.ts';

let w: World;
const [admin, moderator, auditor] = [makeIdentity('admin'), makeIdentity('moderator'), makeIdentity('auditor')];
beforeAll(async () => {
  w = await openWorld();
});
afterEach(() => w.llm.configure({ errorRate: 0 }));
afterAll(() => w.close());

const timeline = async (message_id: string, identity = moderator) =>
  MessageTimeline.parse(await getMessageTimeline(w.ctx, identity, { message_id }));
const typesOf = ({ events }: MessageTimeline) => events.map(({ type, detail }) => (type === 'step' ? detail : type));
const STEPS = [
  'conversation_validated',
  'context_built',
  'llm_response_generated',
  'response_saved',
  'analytics_updated',
  'completed',
];

test('a message that went well: every step in order without gaps, one attempt, calls, tokens and reply', async () => {
  const id = await w.completed();
  const seen = await timeline(id);
  expect(seen.steps.map(({ name, state, epoch }) => [name, state, epoch])).toEqual(
    STEPS.map((name) => [name, 'done', 1]),
  );
  for (const [i, step] of seen.steps.entries()) {
    expect(step.started_at).toEqual(i === 0 ? seen.attempts[0]?.started_at : seen.steps[i - 1]?.ended_at);
    expect(step.duration_ms).toBe((step.ended_at?.getTime() ?? 0) - (step.started_at?.getTime() ?? 0));
  }
  expect(seen.attempts).toMatchObject([{ epoch: 1, worker: 'w1', outcome: 'completed', error_code: null }]);
  const { replies } = await w.read(id);
  expect(seen).toMatchObject({
    role: 'user',
    processing_status: 'completed',
    retries: 0,
    error: null,
    queue_wait_ms: expect.any(Number),
    job: { status: 'completed', attempts: 0, provider_calls: 1, earlier_provider_calls: 0, next_try_at: null },
    token_usage: { completion_tokens: 12 },
    llm: { provider: 'lmstudio' },
    reply: { message_id: replies[0]?._id, sequence_number: 2 },
    can_retry: false,
    can_cancel: false,
  });
  expect(typesOf(seen).filter((type) => type !== 'reply')).toEqual(['accepted', 'taken', ...STEPS]);
  expect(typesOf(seen)).toContain('reply');
  const times = seen.events.map(({ at }) => at.getTime());
  expect(times).toEqual(times.toSorted((a, b) => a - b));
});

test('owners see no worker; others see nothing; each reading of who may read all is audited', async () => {
  const id = await w.completed();
  const own = await timeline(id, w.me);
  expect(JSON.stringify(own)).not.toContain('w1');
  expect(JSON.stringify(await getMessage(w.ctx, w.me, id))).not.toContain('w1');
  expect(own.attempts).toMatchObject([{ worker: null, outcome: 'completed' }]);
  for (const other of [makeIdentity(), makeIdentity('service')]) {
    await expect(timeline(id, other)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  }
  for (const reader of [moderator, admin, auditor]) await timeline(id, reader);
  expect(await w.audited(id)).toEqual(
    [moderator, admin, auditor].map(({ user_id }) => ['queues.messageTimeline', user_id, undefined]),
  );
});

test('a message that waits for its next try says when; every failed attempt has its error', async () => {
  const id = await w.accept();
  w.llm.configure({ errorRate: 1, errorCodes: [503] });
  const outcome = await w.process(id, 'first');
  if (outcome.kind !== 'later') throw new Error(outcome.kind);
  const waiting = await timeline(id);
  expect(waiting.job).toMatchObject({ status: 'pending', attempts: 1, provider_calls: 1 });
  const released = waiting.attempts[0]?.ended_at?.getTime() ?? 0;
  expect(waiting.job?.next_try_at?.getTime()).toBe(released + outcome.retryAfterMs);
  await w.process(id, 'second');
  await w.process(id, 'third');
  const failed = await timeline(id, admin);
  expect(failed.attempts.map(({ worker, outcome, error_code }) => [worker, outcome, error_code])).toEqual([
    ['first', 'later', 'LLM_SERVER_ERROR'],
    ['second', 'later', 'LLM_SERVER_ERROR'],
    ['third', 'failed', 'LLM_SERVER_ERROR'],
  ]);
  expect(failed.steps.map(({ state, epoch }) => [state, epoch])).toEqual([
    ['done', 1],
    ['done', 1],
    ['failed', 3],
    ['pending', null],
    ['pending', null],
    ['pending', null],
  ]);
  expect(failed).toMatchObject({ error: { code: 'LLM_SERVER_ERROR' }, can_retry: true, can_cancel: false });
  expect((await timeline(id, w.me)).can_retry).toBe(false);
  w.llm.configure({ errorRate: 0 });
  await retryMessage(w.ctx, admin, { message_id: id });
  await w.process(id, 'fourth');
  const retried = await timeline(id);
  expect(retried.attempts.map(({ epoch, outcome }) => [epoch, outcome])).toEqual([
    [1, 'later'],
    [2, 'later'],
    [3, 'failed'],
    [4, 'retried'],
    [5, 'completed'],
  ]);
  expect(retried.job).toMatchObject({ provider_calls: 1, earlier_provider_calls: 3 });
  expect(retried.steps[2]).toMatchObject({ state: 'done', epoch: 5, started_at: retried.attempts[4]?.started_at });
  expect(retried.error).toBeNull();
});

test('a worker that died is told from one that runs', async () => {
  const id = await w.accept();
  expect((await timeline(id)).can_cancel).toBe(true);
  await claimMessage(w.ctx, id, 'dies');
  const running = await timeline(id);
  expect(running.attempts).toMatchObject([{ worker: 'dies', outcome: 'running', ended_at: null }]);
  expect(running.steps[0]).toMatchObject({ state: 'running', epoch: 1 });
  expect((await timeline(id, auditor)).can_cancel).toBe(false);
  await claimMessage({ ...w.ctx, now: () => new Date(Date.now() + 60_000) }, id, 'follows');
  const followed = await timeline(id);
  expect(followed.attempts.map(({ worker, outcome }) => [worker, outcome])).toEqual([
    ['dies', 'lost'],
    ['follows', 'running'],
  ]);
  expect(typesOf(followed)).toEqual(['accepted', 'taken', 'lost', 'taken']);
  await cancelMessage(w.ctx, w.me, { message_id: id });
  const cancelled = await timeline(id);
  expect(typesOf(cancelled).toSorted()).toEqual(['accepted', 'cancelled', 'lost', 'taken', 'taken']);
  expect(cancelled.attempts.map(({ outcome }) => outcome)).toEqual(['lost', 'stopped', 'cancelled']);
  expect(cancelled).toMatchObject({ processing_status: 'cancelled', can_cancel: false, job: { status: 'cancelled' } });
});

test('before a worker takes it and after its job is gone, the message tells what it knows', async () => {
  const fresh = await timeline(await w.accept());
  expect(fresh).toMatchObject({ job: null, attempts: [], queue_wait_ms: null, reply: null });
  expect(fresh.steps.map(({ state }) => state)).toEqual(STEPS.map(() => 'pending'));
  expect(typesOf(fresh)).toEqual(['accepted']);
  const id = await w.completed();
  await processingQueue(w.ctx).deleteOne({ _id: jobIdOf(id) });
  const old = await timeline(id);
  expect(old.steps.map(({ state }) => state)).toEqual(STEPS.map(() => 'done'));
  expect(old.steps[2]?.ended_at).toBeInstanceOf(Date);
  expect(typesOf(old)).toEqual(['accepted', 'llm_response_generated', 'reply', 'completed']);
});

test('a reply has no saga of its own and names the message that has', async () => {
  const id = await w.completed();
  const reply = (await w.read(id)).replies[0]?._id ?? '';
  expect(await timeline(reply)).toMatchObject({
    role: 'assistant',
    reply_to_message_id: id,
    steps: [],
    job: null,
    token_usage: { completion_tokens: 12 },
    can_cancel: false,
    can_retry: false,
  });
});

test('a history of a hundred attempts keeps the latest thirty, with their right epochs', async () => {
  const id = await w.accept();
  for (let i = 1; i <= 100; i++)
    await claimMessage({ ...w.ctx, now: () => new Date(Date.now() + i * 60_000) }, id, `w${i}`);
  const { attempts } = await timeline(id);
  expect(attempts).toHaveLength(30);
  expect(attempts.map(({ epoch, worker }) => [epoch, worker])).toEqual(
    Array.from({ length: 30 }, (_, i) => [i + 71, `w${i + 71}`]),
  );
});
