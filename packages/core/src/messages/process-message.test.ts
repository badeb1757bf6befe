import { createTestContext, type TestContext } from '@message-service/testing/context';
import { makeConversation, makeIdentity, makeMessage } from '@message-service/testing/factories';
import { type LlmSimulator, startLlmSimulator } from '@message-service/testing/llm-simulator';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { claimMessage } from './claim-message.ts';
import { messages } from './messages.ts';
import { processMessageOnce } from './process-message.ts';
import { jobIdOf, processingQueue } from './processing-queue.ts';
import { finishStep, LostMessageError, type Run, updateMessage } from './run.ts';

let t: TestContext;
let llm: LlmSimulator;
const me = makeIdentity();

beforeAll(async () => {
  llm = await startLlmSimulator({ latency: 'const:1', tokens: 'const:12' });
  t = await createTestContext({ LMSTUDIO_BASE_URL: llm.url });
});
afterEach(() => llm.reset());
afterAll(async () => {
  await t.close();
  await llm.close();
});

const worker = (id = 'w1', stopping = new AbortController().signal) => ({ id, stopping });

const accept = async (text?: string) => {
  const { conversation_id } = await makeConversation(t.ctx, me);
  return makeMessage(t.ctx, me, conversation_id, text);
};
const read = async (id: string) => {
  const doc = await messages(t.ctx).findOne({ _id: id });
  const job = await processingQueue(t.ctx).findOne({ _id: jobIdOf(id) });
  const replies = await messages(t.ctx).find({ 'relationships.reply_to_message_id': id }).toArray();
  return { doc, job, replies };
};
/** A context whose clock is ahead, for a worker that comes after a lease has run out. */
const later = (ms: number) => ({ ...t.ctx, now: () => new Date(Date.now() + ms) });

test('a message goes through every step and gets one reply with its own number, tokens and times', async () => {
  const sent = await accept();
  expect(await processMessageOnce(t.ctx, sent.message_id, worker())).toEqual({ kind: 'completed' });
  const { doc, job, replies } = await read(sent.message_id);
  expect(doc?.processing_status).toBe('completed');
  expect(replies).toHaveLength(1);
  expect(replies[0]).toMatchObject({ _id: doc?.reply_message_id, role: 'assistant', sequence_number: 2 });
  expect(replies[0]?.token_usage).toMatchObject({ completion_tokens: 12, estimated: false });
  expect(replies[0]?.llm_metadata).toMatchObject({ provider: 'lmstudio', finish_reason: 'stop' });
  expect(job?.status).toBe('completed');
  expect(job?.saga.steps.map((step) => step.name)).toEqual([
    'conversation_validated',
    'context_built',
    'llm_response_generated',
    'response_saved',
    'analytics_updated',
    'completed',
  ]);
  expect(job?.saga.generated).toBeUndefined();
  expect(await processMessageOnce(t.ctx, sent.message_id, worker())).toEqual({ kind: 'nothing_to_do' });
});

test('two workers at once: one answers, the other is told to come later, the provider is called once', async () => {
  const sent = await accept();
  const outcomes = await Promise.all(
    ['a', 'b', 'c'].map((id) => processMessageOnce(t.ctx, sent.message_id, worker(id))),
  );
  expect(outcomes.map((o) => o.kind).sort()).toEqual(['completed', 'later', 'later']);
  expect((await read(sent.message_id)).replies).toHaveLength(1);
  expect(llm.stats().requests).toBe(1);
});

test('a worker that lost its message cannot write any more', async () => {
  const sent = await accept();
  const claim = await claimMessage(t.ctx, sent.message_id, 'slow');
  if (claim.kind !== 'claimed') throw new Error(claim.kind);
  const slow: Run = { ...claim, epoch: claim.job.saga.epoch, workerId: 'slow', signal: new AbortController().signal };
  expect(await processMessageOnce(later(60_000), sent.message_id, worker('fast'))).toEqual({ kind: 'completed' });
  const before = await read(sent.message_id);
  await expect(updateMessage(t.ctx, slow, 'message.completed', { processing_status: 'failed' })).rejects.toBeInstanceOf(
    LostMessageError,
  );
  await expect(finishStep(t.ctx, slow, 'response_saved')).rejects.toBeInstanceOf(LostMessageError);
  expect(await read(sent.message_id)).toEqual(before);
});

test.each([
  'conversation_validated',
  'context_built',
  'llm_response_generated',
  'response_saved',
  'analytics_updated',
  'completed',
] as const)('a worker that dies after %s is followed by one that goes on from there', async (lastStep) => {
  const sent = await accept();
  const dying = new AbortController();
  const real = t.ctx.db;
  // the database stops answering this worker once the step is stored, as it looks to a worker that is killed
  const db = new Proxy(real, {
    get(target, key) {
      if (dying.signal.aborted) throw new Error('killed');
      const value = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  const redis = new Proxy(t.ctx.redis, {
    get(target, key) {
      const value = Reflect.get(target, key, target);
      if (key !== 'msAppendProgress' || typeof value !== 'function')
        return typeof value === 'function' ? value.bind(target) : value;
      return async (...args: unknown[]) => {
        if (String(args[2]).includes(`"${lastStep}"`)) dying.abort();
        return Reflect.apply(value, target, args);
      };
    },
  });
  await expect(processMessageOnce({ ...t.ctx, db, redis }, sent.message_id, worker('dying'))).rejects.toThrow('killed');
  const half = await read(sent.message_id);
  expect(half.job?.saga.steps.at(-1)?.name).toBe(lastStep);

  expect(await processMessageOnce(later(60_000), sent.message_id, worker('next'))).toEqual({ kind: 'completed' });
  const { doc, job, replies } = await read(sent.message_id);
  expect(doc?.processing_status).toBe('completed');
  expect(replies).toHaveLength(1);
  expect(new Set(job?.saga.steps.map((step) => step.name)).size).toBe(6);
  expect(job?.saga.steps).toHaveLength(6);
  expect(llm.stats().requests).toBe(1);
});

test('a provider that fails once is asked again; three failures end in the dead letters with the reason', async () => {
  const once = await accept();
  llm.configure({ errorRate: 1, errorCodes: [503] });
  expect(await processMessageOnce(t.ctx, once.message_id, worker())).toMatchObject({
    kind: 'later',
    reason: 'LLM_SERVER_ERROR',
  });
  llm.configure({ errorRate: 0 });
  expect(await processMessageOnce(t.ctx, once.message_id, worker())).toEqual({ kind: 'completed' });

  const never = await accept();
  llm.reset();
  llm.configure({ errorRate: 1, errorCodes: [500] });
  const kinds = [];
  for (let i = 0; i < 5; i++) kinds.push((await processMessageOnce(t.ctx, never.message_id, worker())).kind);
  llm.configure({ errorRate: 0 });
  expect(kinds).toEqual(['later', 'later', 'failed', 'nothing_to_do', 'nothing_to_do']);
  expect(llm.stats().requests).toBe(3);
  const { doc, job, replies } = await read(never.message_id);
  expect(doc).toMatchObject({
    processing_status: 'failed',
    processing_metadata: { error_code: 'LLM_SERVER_ERROR' },
  });
  expect(job).toMatchObject({ status: 'failed', execution: { provider_calls: 3, lease_until: null } });
  expect(replies).toHaveLength(0);
});

test('a refused request is not tried again', async () => {
  const sent = await accept();
  llm.configure({ errorRate: 1, errorCodes: [400] });
  expect(await processMessageOnce(t.ctx, sent.message_id, worker())).toEqual({ kind: 'failed' });
  llm.configure({ errorRate: 0 });
  expect(llm.stats().requests).toBe(1);
});

test('a worker that is told to stop hands the message over at once', async () => {
  const sent = await accept('[[sim:latency=60000]]');
  const stopping = new AbortController();
  const running = processMessageOnce(t.ctx, sent.message_id, worker('stopping', stopping.signal));
  while (llm.stats().in_flight === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  stopping.abort();
  expect(await running).toMatchObject({ kind: 'later' });
  const { job, doc } = await read(sent.message_id);
  expect(job).toMatchObject({ status: 'pending', execution: { lease_until: null } });
  expect(doc?.processing_status).toBe('processing');
});

test('the model is given the prompt of the character and this conversation only, newest within the window', async () => {
  const { conversation_id } = await makeConversation(t.ctx, me, { settings: { context_window_size: 3 } });
  await accept('a canary of another conversation');
  const ids: string[] = [];
  for (let i = 1; i <= 4; i++) ids.push((await makeMessage(t.ctx, me, conversation_id, `turn ${i}`)).message_id);
  llm.reset();
  await processMessageOnce(t.ctx, ids[3] ?? '', worker());
  const [request] = llm.requests();
  const sent = JSON.stringify(request);
  expect(sent).toContain('turn 2');
  expect(sent).toContain('turn 4');
  expect(sent).not.toContain('turn 1');
  expect(sent).not.toContain('canary');
});
