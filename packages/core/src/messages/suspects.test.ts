import { createTestContext, type TestContext } from '@message-service/testing/context';
import { makeConversation, makeIdentity, makeMessage } from '@message-service/testing/factories';
import { type LlmSimulator, startLlmSimulator } from '@message-service/testing/llm-simulator';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { claimMessage } from './claim-message.ts';
import { messages } from './messages.ts';
import { processMessageOnce } from './process-message.ts';
import { jobIdOf, processingQueue } from './processing-queue.ts';

let t: TestContext;
let llm: LlmSimulator;
const me = makeIdentity();

beforeAll(async () => {
  llm = await startLlmSimulator({ latency: 'const:50', tokens: 'const:3' });
  t = await createTestContext({ LMSTUDIO_BASE_URL: llm.url });
});
afterEach(() => llm.reset());
afterAll(async () => {
  await t.close();
  await llm.close();
});

const worker = { id: 'w', stopping: new AbortController().signal };
const later = (ms: number) => ({ ...t.ctx, now: () => new Date(Date.now() + ms) });
const accept = async () => {
  const { conversation_id } = await makeConversation(t.ctx, me);
  return (await makeMessage(t.ctx, me, conversation_id)).message_id;
};
const die = async (id: string, times: number) => {
  for (let i = 0; i < times; i++) await claimMessage(later(i * 20_000), id, `dying ${i}`);
  return later(times * 20_000);
};
const read = (id: string) => messages(t.ctx).findOne({ _id: id });
const setJob = (id: string, set: Record<string, number>) =>
  processingQueue(t.ctx).updateOne({ _id: jobIdOf(id) }, { $set: set });

test('of several messages that two workers died of, one runs at a time; the others come later, unspent', async () => {
  const ids = await Promise.all([accept(), accept(), accept()]);
  const clocks = await Promise.all(ids.map((id) => die(id, 2)));
  const outcomes = await Promise.all(ids.map((id, i) => processMessageOnce(clocks[i] ?? t.ctx, id, worker)));
  expect(outcomes.map((outcome) => outcome.kind).sort()).toEqual(['completed', 'later', 'later']);
  expect(llm.stats().requests).toBe(1);
  for (const id of ids) {
    for (let i = 0; i < 2; i++) await processMessageOnce(later(60_000), id, worker);
    expect((await read(id))?.processing_status).toBe('completed');
  }
  expect(llm.stats().requests).toBe(3);
});

test('messages of which one worker died run beside each other', async () => {
  const ids = await Promise.all([accept(), accept()]);
  const clocks = await Promise.all(ids.map((id) => die(id, 1)));
  const outcomes = await Promise.all(ids.map((id, i) => processMessageOnce(clocks[i] ?? t.ctx, id, worker)));
  expect(outcomes.map((outcome) => outcome.kind)).toEqual(['completed', 'completed']);
});

test('a message that workers die of even when it runs alone ends failed with the reason', async () => {
  const id = await accept();
  const clock = await die(id, 5);
  await setJob(id, { 'execution.runs_alone': 3 });
  expect(await processMessageOnce(clock, id, worker)).toEqual({ kind: 'failed' });
  expect((await read(id))?.processing_metadata).toMatchObject({
    error_code: 'POISON',
    error_message: '5 workers died while they worked on it.',
  });
  expect(llm.stats().requests).toBe(0);
});

test('a message that was handed over many times is not suspect', async () => {
  const id = await accept();
  const clock = await die(id, 1);
  await setJob(id, { 'saga.epoch': 40, 'execution.releases': 40, 'execution.runs_alone': 0 });
  expect(await processMessageOnce(clock, id, worker)).toEqual({ kind: 'completed' });
});
