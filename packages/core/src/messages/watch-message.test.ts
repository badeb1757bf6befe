import type { ProgressEvent } from '@message-service/shared/messages';
import { createTestContext, type TestContext } from '@message-service/testing/context';
import { makeConversation, makeIdentity, makeMessage } from '@message-service/testing/factories';
import { type LlmSimulator, startLlmSimulator } from '@message-service/testing/llm-simulator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { messages } from './messages.ts';
import { processMessageOnce } from './process-message.ts';
import { jobIdOf, processingQueue } from './processing-queue.ts';
import { compareIds, progressKey, publishProgress, type TrackedProgress } from './progress.ts';
import { watchMessage } from './watch-message.ts';

let t: TestContext;
let llm: LlmSimulator;
const me = makeIdentity();

beforeAll(async () => {
  llm = await startLlmSimulator({ latency: 'const:5', tokens: 'const:40', tokensPerSecond: 200, tickMs: 5 });
  t = await createTestContext({ LMSTUDIO_BASE_URL: llm.url });
});
afterAll(async () => {
  await t.close();
  await llm.close();
});

const worker = { id: 'w', stopping: new AbortController().signal };
const accept = async () => {
  const { conversation_id } = await makeConversation(t.ctx, me);
  return (await makeMessage(t.ctx, me, conversation_id)).message_id;
};

const collect = async (id: string, after: string | null = null, limit = Number.POSITIVE_INFINITY) => {
  const stop = new AbortController();
  const seen: TrackedProgress[] = [];
  for await (const entry of await watchMessage(t.ctx, me, id, after, stop.signal)) {
    seen.push(entry);
    if (seen.length >= limit) break;
  }
  return seen;
};
const textOf = (entries: TrackedProgress[]) =>
  entries.map(({ event }) => (event.type === 'token' ? event.text : '')).join('');
const replyTo = async (id: string) =>
  (await messages(t.ctx).findOne({ 'relationships.reply_to_message_id': id }))?.content.text;
const shapes = (entries: TrackedProgress[]) =>
  entries.filter(({ event }) => event.type !== 'token').map(({ event }) => describe(event));
const describe = (event: ProgressEvent) => (event.type === 'progress' ? event.step : event.type);

const WHOLE = [
  'queued',
  'processing',
  'conversation_validated',
  'context_built',
  'llm_response_generated',
  'response_saved',
  'analytics_updated',
  'completed',
  'completed',
];

test('live and replayed, a message has the same events with the same growing ids', async () => {
  const id = await accept();
  const watching = collect(id);
  await processMessageOnce(t.ctx, id, worker);
  const live = await watching;
  expect(shapes(live)).toEqual(WHOLE);
  expect(textOf(live)).toBe(await replyTo(id));
  const tokens = live.flatMap(({ event }) => (event.type === 'token' ? [event.index] : []));
  expect(tokens.length).toBeGreaterThan(3);
  expect(tokens).toEqual(tokens.map((_, i) => i));
  for (let i = 1; i < live.length; i++) expect(compareIds(live[i - 1]?.id ?? '', live[i]?.id ?? '')).toBeLessThan(0);
  expect(await collect(id)).toEqual(live);
});

test('ten readers that reconnect after every few events miss and repeat nothing', async () => {
  const id = await accept();
  const reader = async (step: number) => {
    const seen: TrackedProgress[] = [];
    while (seen.at(-1)?.event.type !== 'completed') seen.push(...(await collect(id, seen.at(-1)?.id ?? null, step)));
    return seen;
  };
  const reading = Promise.all(Array.from({ length: 10 }, (_, i) => reader(i + 1)));
  await processMessageOnce(t.ctx, id, worker);
  const whole = await collect(id);
  for (const seen of await reading) expect(seen).toEqual(whole);
});

test('a wiped Redis in the middle loses a reader nothing', async () => {
  const id = await accept();
  const seen: TrackedProgress[] = [];
  const working = processMessageOnce(t.ctx, id, worker);
  for await (const entry of await watchMessage(t.ctx, me, id, null, new AbortController().signal)) {
    seen.push(entry);
    if (entry.event.type === 'token' && entry.event.index === 3) break;
  }
  await t.ctx.redis.del(progressKey(t.ctx, id));
  const rest = await collect(id, seen.at(-1)?.id ?? null);
  await working;
  const whole = [...seen, ...rest];
  expect(textOf(whole)).toBe(await replyTo(id));
  expect(shapes(whole)).toEqual(WHOLE);
});

test('a late worker adds nothing to the stream of the one that took over', async () => {
  const id = await accept();
  const watching = collect(id);
  await processMessageOnce(t.ctx, id, worker);
  await watching;
  const key = progressKey(t.ctx, id);
  const before = await t.ctx.redis.xlen(key);
  expect(await publishProgress(t.ctx, id, 1, { type: 'token', text: 'late', index: 0 })).toBe('refused');
  expect(await t.ctx.redis.xlen(key)).toBe(before);
});

test('a finished message whose job was removed replays its reply as one token', async () => {
  const id = await accept();
  await processMessageOnce(t.ctx, id, worker);
  await processingQueue(t.ctx).deleteOne({ _id: jobIdOf(id) });
  const replayed = await collect(id);
  expect(textOf(replayed)).toBe(await replyTo(id));
  expect(shapes(replayed)).toEqual(WHOLE);
});

test('a failed message ends with failed and its reason', async () => {
  const id = await accept();
  llm.configure({ errorRate: 1, errorCodes: [401] });
  const watching = collect(id);
  await processMessageOnce(t.ctx, id, worker);
  llm.configure({ errorRate: 0 });
  const live = await watching;
  expect(live.at(-1)?.event).toMatchObject({ type: 'failed', code: 'LLM_UNAUTHORIZED' });
  expect(await collect(id)).toEqual(live);
});

test('what nobody can read, in the channel and in the stream, costs a watcher nothing', async () => {
  const id = await accept();
  const key = progressKey(t.ctx, id);
  const watching = collect(id);
  await expect.poll(() => t.ctx.redis.publish(key, 'no space')).toBe(1);
  for (const payload of ['', '1-2 {', '1-2 {"type":"unknown"}', 'x {"type":"restart","attempt":1}'])
    await t.ctx.redis.publish(key, payload);
  await t.ctx.redis.xadd(key, '0-5', 'e', '{"type":"unknown"}');
  await processMessageOnce(t.ctx, id, worker);
  const live = await watching;
  expect(shapes(live)).toEqual(WHOLE);
  expect(textOf(live)).toBe(await replyTo(id));
});

test("another user's message cannot be watched", async () => {
  const id = await accept();
  const stranger = watchMessage(t.ctx, makeIdentity(), id, null, new AbortController().signal);
  await expect(stranger).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
