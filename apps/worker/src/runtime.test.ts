import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sweepForgottenMessages } from '@message-service/core/messages';
import { enqueue } from '@message-service/core/queues';
import { newId } from '@message-service/shared/ids';
import { processMessage, sweepMessages } from '@message-service/shared/messages/jobs';
import { createTestContext, type TestContext } from '@message-service/testing/context';
import { makeConversation, makeIdentity, makeMessage } from '@message-service/testing/factories';
import { type LlmSimulator, startLlmSimulator } from '@message-service/testing/llm-simulator';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Handlers, handlers } from './handlers.ts';
import { type Runtime, startRuntime } from './runtime.ts';

let t: TestContext;
let llm: LlmSimulator;
let runtimes: Runtime[] = [];
const me = makeIdentity();

beforeAll(async () => {
  llm = await startLlmSimulator({ tokens: 'const:5' });
  t = await createTestContext({ LMSTUDIO_BASE_URL: llm.url });
});
afterEach(async () => {
  await Promise.all(runtimes.map((runtime) => runtime.close(3_000)));
  runtimes = [];
  llm.reset();
  await queue().obliterate({ force: true });
});
afterAll(async () => {
  await t.close();
  await llm.close();
});

const queue = () => t.ctx.queues.get('message-processing');
const start = (given: Partial<Handlers> = {}, concurrency = 50) => {
  const workerId = `w${randomBytes(3).toString('hex')}`;
  const runtime = startRuntime(t.ctx, { ...handlers, ...given }, { workerId, concurrency });
  runtimes.push(runtime);
  return runtime;
};
const accept = async (text?: string) => {
  const { conversation_id } = await makeConversation(t.ctx, me);
  return (await makeMessage(t.ctx, me, conversation_id, text)).message_id;
};
const read = (id: string) => t.ctx.db.collection('messages').findOne({ message_id: id });
const until = async (check: () => Promise<boolean> | boolean) => {
  while (!(await check())) await sleep(10);
};
const untilEnded = (ids: string[]) =>
  until(
    async () =>
      (await t.ctx.db
        .collection('messages')
        .countDocuments({ message_id: { $in: ids }, processing_status: { $in: ['completed', 'failed'] } })) ===
      ids.length,
  );
const addRaw = (name: string, data: unknown) => queue().add(name, data, { attempts: 3 });
const failureOf = async (id: string | undefined) => {
  const find = () => queue().getJob(id ?? '');
  await until(async () => (await (await find())?.isFailed()) === true);
  const job = await find();
  return { reason: job?.failedReason, attempts: job?.attemptsMade };
};

test('an accepted message is answered by the runtime', async () => {
  start();
  const id = await accept();
  await untilEnded([id]);
  expect(await read(id)).toMatchObject({ processing_status: 'completed', reply_message_id: expect.any(String) });
});

test.each([
  ['a bad payload', processMessage.name, { message_id: 'nonsense' }, 'bad payload'],
  ['an unknown key', processMessage.name, { message_id: newId('msg'), more: 1 }, 'bad payload'],
  ['no payload', processMessage.name, null, 'bad payload'],
  ['an unknown job', 'messages.unheardOf', {}, 'no handler for messages.unheardOf'],
  ['a job of another queue', sweepMessages.name, {}, 'no handler for messages.sweepMessages'],
])('%s fails at once and is not tried again', async (_, name, data, reason) => {
  start();
  const job = await addRaw(name, data);
  const failure = await failureOf(job.id);
  expect(failure.reason).toContain(reason);
  expect(failure.attempts).toBe(1);
});

test('a job that is to come later is put off as often as it likes without using its attempts', async () => {
  let runs = 0;
  start({
    processMessage: async () =>
      ++runs < 6 ? { kind: 'later', retryAfterMs: 10, reason: 'not yet' } : { kind: 'done' },
  });
  const job = await queue().add(processMessage.name, { message_id: newId('msg') }, { attempts: 2 });
  await until(async () => (await (await queue().getJob(job.id ?? ''))?.isCompleted()) === true);
  expect(runs).toBe(6);
  expect((await queue().getJob(job.id ?? ''))?.attemptsMade).toBeLessThanOrEqual(1);
});

test('an error of the database is tried again, and the third time is the last', async () => {
  let runs = 0;
  start({
    processMessage: async () => {
      runs++;
      throw new Error('the database is away');
    },
  });
  const job = await queue().add(
    processMessage.name,
    { message_id: newId('msg') },
    { attempts: 3, backoff: { type: 'fixed', delay: 10 } },
  );
  expect(await failureOf(job.id)).toEqual({ reason: 'the database is away', attempts: 3 });
  expect(runs).toBe(3);
});

test('as many messages at once as the worker may take, and no more', async () => {
  const ids = await Promise.all(Array.from({ length: 9 }, () => accept('[[sim:latency=150]]')));
  start({}, 3);
  await untilEnded(ids);
  expect(llm.stats().max_in_flight).toBe(3);
  expect(llm.stats().requests).toBe(9);
});

test('two runtimes share a queue: each message is answered once', async () => {
  start({}, 5);
  start({}, 5);
  const ids = await Promise.all(Array.from({ length: 30 }, () => accept('[[sim:latency=30]]')));
  await untilEnded(ids);
  const workers = await t.ctx.db
    .collection('messages')
    .distinct('processing_metadata.worker_id', { message_id: { $in: ids } });
  expect(workers).toHaveLength(2);
  expect(llm.stats().requests).toBe(30);
});

test('a message that waits or is in work is not added twice; once it has ended it may be', async () => {
  const message_id = await accept('[[sim:latency=200]]');
  const add = () => enqueue(t.ctx, processMessage, { message_id });
  await Promise.all([add(), add(), add()]);
  expect(await queue().getPrioritizedCount()).toBe(1);
  start();
  await until(() => llm.stats().in_flight === 1);
  await add();
  expect(await queue().getJobCounts('prioritized', 'active', 'delayed')).toEqual({
    prioritized: 0,
    active: 1,
    delayed: 0,
  });
  await untilEnded([message_id]);
  await until(async () => (await queue().getActiveCount()) === 0);
  await add();
  await until(async () => (await queue().getCompletedCount()) === 2);
  expect(llm.stats().requests).toBe(1);
});

test('what has the higher priority is taken first, equals in their order; also after the sweeper added them again', async () => {
  const service = makeIdentity('service');
  const { conversation_id } = await makeConversation(t.ctx, service);
  const asked = ['low', 'normal', undefined, 'urgent', 'low', 'high', 'urgent'] as const;
  for (const [n, priority] of asked.entries()) await makeMessage(t.ctx, service, conversation_id, `${n}`, { priority });
  const expected = ['3', '6', '5', '1', '2', '0', '4'];
  const inQueue = async () => {
    const docs = await t.ctx.db.collection('messages').find({ conversation_id }).toArray();
    const jobs = await queue().getJobs(['prioritized'], 0, -1, true);
    return jobs.map(({ data }) => docs.find((doc) => doc.message_id === data.message_id)?.content.text);
  };
  expect(await inQueue()).toEqual(expected);
  await queue().obliterate({ force: true });
  const later = () => new Date(Date.now() + 60_000);
  expect(await sweepForgottenMessages({ ...t.ctx, now: later })).toBe(asked.length);
  start({}, 1);
  await until(async () => (await queue().getCompletedCount()) === asked.length);
  const texts = llm
    .requests()
    .map(({ body }) => Reflect.get(Object(body), 'messages').at(-1).content.split('\n').at(-1));
  expect(texts).toEqual(expected);
});

test('close waits for the work in progress and takes no more', async () => {
  const runtime = start({}, 2);
  const ids = await Promise.all(Array.from({ length: 4 }, () => accept('[[sim:latency=300]]')));
  await until(() => llm.stats().in_flight === 2);
  expect(await runtime.close(10_000)).toBe(true);
  const docs = await Promise.all(ids.map(read));
  expect(docs.map((doc) => doc?.processing_status).sort()).toEqual(['completed', 'completed', 'queued', 'queued']);
  expect(await queue().getJobCounts('prioritized', 'active', 'delayed')).toEqual({
    prioritized: 2,
    active: 0,
    delayed: 0,
  });
});

test('what is not done after the grace is handed over, and another runtime answers it at once', async () => {
  const runtime = start();
  const id = await accept('[[sim:latency=60000 times=1]]');
  await until(() => llm.stats().in_flight === 1);
  expect(await runtime.close(1_600)).toBe(true);
  expect(await read(id)).toMatchObject({ processing_status: 'processing' });
  expect(await queue().getActiveCount()).toBe(0);
  start();
  await untilEnded([id]);
  expect(llm.stats().requests).toBe(2);
});

test('close gives up on work that does not listen, says so, and leaves no connection', async () => {
  const runtime = start({ processMessage: () => new Promise(() => undefined) });
  const connected = async () => (await queue().getWorkers()).length;
  await accept();
  await until(async () => (await queue().getActiveCount()) === 1);
  expect(await runtime.close(100)).toBe(false);
  runtimes = [];
  await until(async () => (await connected()) === 0);
});
