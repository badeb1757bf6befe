import { createTestContext, type TestContext } from '@message-service/testing/context';
import { makeConversation, makeIdentity, makeMessage } from '@message-service/testing/factories';
import { type LlmSimulator, startLlmSimulator } from '@message-service/testing/llm-simulator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { processMessageOnce } from './messages/index.ts';

let t: TestContext;
let llm: LlmSimulator;
beforeAll(async () => {
  llm = await startLlmSimulator({ latency: 'const:1', tokens: 'const:5' });
  t = await createTestContext({ LMSTUDIO_BASE_URL: llm.url });
});
afterAll(async () => {
  await t.close();
  await llm.close();
});

type Series = { name: string; labels: Record<string, string>; value: number };

/** What a scrape gets, line by line. */
const scrape = async (): Promise<Series[]> => {
  const lines = (await t.ctx.metrics.registry.metrics()).split('\n');
  return lines.flatMap((line) => {
    const [, name = '', labels = '', value = ''] = /^([a-z_]+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
    if (name === '') return [];
    const pairs = [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = '', text = '']) => [key, text] as const);
    return [{ name, labels: Object.fromEntries(pairs), value: Number(value) }];
  });
};
const figureOf = (series: Series[], name: string, labels: Record<string, string> = {}) =>
  series.find((one) => one.name === name && Object.entries(labels).every(([key, text]) => one.labels[key] === text))
    ?.value;

const me = makeIdentity();
const say = async (conversation_id: string, text: string, llmSettings: object) => {
  const { message_id } = await makeMessage(t.ctx, me, conversation_id, text, { llm: llmSettings });
  await processMessageOnce(t.ctx, message_id, { id: 'w1', stopping: new AbortController().signal });
};

test('queries are timed by operation, those that fail too', async () => {
  const before = await scrape();
  await t.ctx.db.collection('messages').findOne({ message_id: 'msg_nobody0001' });
  await t.ctx.db.collection('messages').find({ message_id: 'msg_nobody0001' }).sort({ _id: 1 }).limit(1).toArray();
  await expect(t.ctx.db.collection('messages').insertOne({ nonsense: 1 })).rejects.toThrow();
  const after = await scrape();
  const counted = (operation: string) =>
    (figureOf(after, 'database_query_seconds_count', { operation }) ?? 0) -
    (figureOf(before, 'database_query_seconds_count', { operation }) ?? 0);
  expect([counted('find'), counted('insert')]).toEqual([2, 1]);
  expect(figureOf(after, 'database_query_seconds_sum', { operation: 'find' })).toBeGreaterThan(0);
  const seconds = figureOf(after, 'database_query_seconds_bucket', { operation: 'find', le: '5' });
  expect(seconds).toBe(figureOf(after, 'database_query_seconds_count', { operation: 'find' }));
});

test('the hit rate is the share of what was asked for and was kept, for windows and for answers', async () => {
  const [first, second] = [await makeConversation(t.ctx, me), await makeConversation(t.ctx, me)];
  await say(first.conversation_id, 'the same', { temperature: 0 });
  await say(second.conversation_id, 'the same', { temperature: 0 });
  await say(second.conversation_id, 'another', { temperature: 0 });
  await say(second.conversation_id, 'a third', { temperature: 0 });
  expect(llm.requests()).toHaveLength(3);
  const series = await scrape();
  expect(figureOf(series, 'cache_hit_rate', { cache: 'llm_response' })).toBe(0.25);
  expect(figureOf(series, 'cache_requests_total', { cache: 'llm_response', outcome: 'hit' })).toBe(1);
  expect(figureOf(series, 'cache_requests_total', { cache: 'llm_response', outcome: 'miss' })).toBe(3);
  // of the last window the first message and its reply had not changed since they were kept
  const [hits, misses] = ['hit', 'miss'].map((outcome) =>
    figureOf(series, 'cache_requests_total', { cache: 'context', outcome }),
  );
  expect([hits, misses]).toEqual([2, 8]);
  expect(figureOf(series, 'cache_hit_rate', { cache: 'context' })).toBeCloseTo(0.2, 6);
});

test('every metric has one set of labels', async () => {
  const sets = new Map<string, Set<string>>();
  for (const { name, labels } of await scrape()) {
    const own = Object.keys(labels).filter((label) => label !== 'le' && label !== 'quantile');
    sets.set(name, (sets.get(name) ?? new Set()).add(own.sort().join()));
  }
  const ours = [...sets].filter(([name]) => !/^(process|nodejs)_/.test(name));
  expect(ours.length).toBeGreaterThan(20);
  for (const [name, labels] of ours) expect([name, labels.size]).toEqual([name, 1]);
});
