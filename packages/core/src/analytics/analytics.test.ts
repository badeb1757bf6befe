import { TokenUsageInput } from '@message-service/shared/analytics';
import { createTestContext, type TestContext } from '@message-service/testing/context';
import { makeConversation, makeIdentity, makeMessage } from '@message-service/testing/factories';
import { type LlmSimulator, startLlmSimulator } from '@message-service/testing/llm-simulator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keepLogOnce, rebuildProjection } from '../events/index.ts';
import { type MessageDoc, messages, outboxSource, processMessageOnce } from '../messages/index.ts';
import { findMessagesBehind } from './find-messages-behind.ts';
import { getFilterHits } from './get-filter-hits.ts';
import { getLastDay } from './get-last-day.ts';
import { getLiveWindow, getPerformance } from './get-performance.ts';
import { getTokenUsage } from './get-token-usage.ts';
import { getUserStats } from './get-user-stats.ts';
import { messageAnalytics } from './message-analytics.ts';
import { analyticsProjection } from './projection.ts';

let t: TestContext;
let llm: LlmSimulator;
let replies: MessageDoc[];
let conversation: string;
const [ann, bob] = [makeIdentity(), makeIdentity()];
const admin = makeIdentity('admin');
const work = { source: outboxSource, projections: [analyticsProjection] };
const keep = () => keepLogOnce(t.ctx, work, 'k1');

/** Ann has seven messages in two conversations, Bob three and one that failed; of two models. */
beforeAll(async () => {
  llm = await startLlmSimulator({ latency: 'const:1', tokens: 'const:12' });
  t = await createTestContext({ LMSTUDIO_BASE_URL: llm.url });
  const say = async (me: typeof ann, conversation_id: string, text: string, model = 'small') => {
    const { message_id } = await makeMessage(t.ctx, me, conversation_id, text, { llm: { model } });
    await processMessageOnce(t.ctx, message_id, { id: 'w1', stopping: new AbortController().signal });
  };
  const [first, second] = [await makeConversation(t.ctx, ann), await makeConversation(t.ctx, ann)];
  const bobs = await makeConversation(t.ctx, bob);
  conversation = first.conversation_id;
  for (let n = 0; n < 4; n++) await say(ann, first.conversation_id, `first ${n}`);
  for (let n = 0; n < 3; n++) await say(ann, second.conversation_id, `second ${n}`, 'large');
  await keep();
  for (let n = 0; n < 3; n++) await say(bob, bobs.conversation_id, `of Bob ${n}`);
  await say(bob, bobs.conversation_id, '[[sim:error=400]] fails');
  await keep();
  replies = await messages(t.ctx).find({ role: 'assistant' }).toArray();
});
afterAll(async () => {
  await t.close();
  await llm.close();
});

const usage = (input: Partial<TokenUsageInput> = {}) => getTokenUsage(t.ctx, TokenUsageInput.parse(input));
const sumOf = (docs: MessageDoc[]) => ({
  messages: docs.length,
  prompt_tokens: docs.reduce((sum, doc) => sum + (doc.token_usage?.prompt_tokens ?? 0), 0),
  completion_tokens: docs.reduce((sum, doc) => sum + (doc.token_usage?.completion_tokens ?? 0), 0),
});

test('whatever it is grouped by, the figures are those of the messages, and add up to the same', async () => {
  const keys = {
    user: (doc: MessageDoc) => doc.user_id,
    model: (doc: MessageDoc) => doc.llm_metadata?.model ?? '',
    provider: (doc: MessageDoc) => doc.llm_metadata?.provider ?? '',
    conversation: (doc: MessageDoc) => doc.conversation_id,
    day: (doc: MessageDoc) => doc.timestamps.created_at.toISOString().slice(0, 10),
  };
  for (const [group_by, keyOf] of Object.entries(keys)) {
    const report = await usage({ group_by: group_by as keyof typeof keys });
    const groups = new Set(replies.map(keyOf));
    expect(new Set(report.items.map(({ key }) => key))).toEqual(groups);
    expect(report).toMatchObject({ groups: groups.size, lag_seconds: 0, totals: sumOf(replies) });
    for (const { key, ...sums } of report.items)
      expect(sums).toMatchObject(sumOf(replies.filter((doc) => keyOf(doc) === key)));
  }
});

test('filters, the range before and the days of the first groups', async () => {
  expect(
    (await usage({ user_id: ann.user_id, group_by: 'model' })).items.map(({ key, messages: n }) => [key, n]),
  ).toEqual([
    ['small', 4],
    ['large', 3],
  ]);
  expect((await usage({ user_id: ann.user_id, group_by: 'conversation' })).groups).toBe(2);
  expect((await usage({ conversation_id: conversation })).totals.messages).toBe(4);
  expect((await usage({ model: 'large', group_by: 'user' })).items).toMatchObject([{ key: ann.user_id, messages: 3 }]);
  const tomorrow = new Date(Date.now() + 86_400_000);
  const next = await usage({ from: tomorrow, compare: true });
  expect([next.totals.messages, next.previous?.messages]).toEqual([0, 10]);
  const { series = [] } = await usage({ group_by: 'user', series: true });
  expect(series.reduce((sum, { messages: n }) => sum + n, 0)).toBe(10);
  expect(new Set(series.map(({ key }) => key))).toEqual(new Set([ann.user_id, bob.user_id]));
});

test('performance: latencies of the messages, failures, models and workers', async () => {
  const found = await getPerformance(t.ctx, {});
  const latencies = replies.map((doc) => doc.processing_metadata?.total_latency_ms ?? 0).toSorted((a, b) => a - b);
  expect(found.totals).toMatchObject({ messages: 11, replies: 10, failed: 1, error_rate: 1 / 11 });
  expect(found.totals.total).toMatchObject({ count: 10, max: latencies.at(-1) });
  const exact = latencies[9] ?? 0;
  expect(Math.abs((found.totals.total.p99 ?? 0) - exact)).toBeLessThanOrEqual(Math.max(1, exact * 0.01));
  expect(found.totals.queue.count).toBe(10);
  expect(found.by_provider.map(({ model, replies: n, failed }) => [model, n, failed]).sort()).toEqual([
    ['large', 3, 0],
    ['small', 7, 1],
  ]);
  expect((await getPerformance(t.ctx, { model: 'small' })).totals).toMatchObject({ replies: 7, failed: 1 });
  expect((await getPerformance(t.ctx, { model: 'large' })).totals).toMatchObject({ replies: 3, failed: 0 });
  expect(found.by_worker).toMatchObject([{ worker_id: 'w1', replies: 10 }]);
  expect(found.points.reduce((sum, { replies: n }) => sum + n, 0)).toBe(10);
  const from = new Date(Date.now() - 3_600_000);
  expect(await getPerformance(t.ctx, { from })).toMatchObject({ interval: 'minute', totals: { replies: 10 } });
  expect(await getPerformance(t.ctx, { from: new Date(0), to: new Date(Date.now() - 2 * 86_400_000) })).toMatchObject({
    totals: { replies: 0 },
  });
  const window = await getLiveWindow(t.ctx);
  expect(window).toMatchObject({ messages: 11, replies: 10, failed: 1, lag_seconds: 0 });
});

test('the last day stands beside the day before; what today has cost is told apart from yesterday', async () => {
  const at = t.ctx.now().getTime();
  const dayAfter = (ms: number) => getLastDay({ ...t.ctx, now: () => new Date(at + ms) });
  const day = await dayAfter(0);
  expect(day.now).toMatchObject({ received: 11, replies: 10, failed: 1, error_rate: 1 / 11 });
  expect(day.now.p95_ms).toBe((await getPerformance(t.ctx, {})).totals.total.p95);
  expect(day.before).toEqual({ received: 0, replies: 0, failed: 0, error_rate: null, p50_ms: null, p95_ms: null });
  expect(day.hours).toHaveLength(24);
  expect(day.hours.reduce((sum, { count }) => sum + count, 0)).toBe(11);
  expect(await dayAfter(24 * 3_600_000)).toMatchObject({ now: { received: 0, replies: 0 }, before: day.now });
});

test('a user’s own figures are theirs; others learn of them only by right, and it is audited', async () => {
  const stats = await getUserStats(t.ctx, ann, { user_id: ann.user_id });
  expect(stats).toMatchObject({
    conversations: 2,
    messages: { total: 14, by_role: { user: 7, assistant: 7, system: 0 } },
    tokens: { messages: 7 },
    days: [{ messages: 7 }],
  });
  await expect(getUserStats(t.ctx, bob, { user_id: ann.user_id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(await getUserStats(t.ctx, admin, { user_id: ann.user_id })).toEqual(stats);
  const entry = await t.ctx.db.collection('audit_log').findOne({ action: 'analytics.userStats' });
  expect(entry?.target).toEqual({ type: 'user', id: ann.user_id });
});

test('behind every figure are its messages, without their text', async () => {
  const range = { from: new Date(Date.now() - 3_600_000), to: new Date(Date.now() + 1_000), failed: false, limit: 50 };
  const all = await findMessagesBehind(t.ctx, admin, range);
  expect(all.items.map(({ message_id }) => message_id).sort()).toEqual(
    replies.map(({ message_id }) => message_id).sort(),
  );
  expect(JSON.stringify(all)).not.toContain('of Bob');
  expect(await findMessagesBehind(t.ctx, admin, { ...range, model: 'large', limit: 2 })).toMatchObject({
    items: [{ model: 'large' }, { model: 'large' }],
    more: true,
  });
  expect((await findMessagesBehind(t.ctx, admin, { ...range, failed: true })).items).toMatchObject([
    {
      user_id: bob.user_id,
      processing_status: 'failed',
      provider: 'lmstudio',
      model: 'small',
      error_code: expect.stringContaining('LLM_'),
    },
  ]);
  expect((await findMessagesBehind(t.ctx, admin, { ...range, failed: true, model: 'small' })).items).toHaveLength(1);
  expect((await findMessagesBehind(t.ctx, admin, { ...range, failed: true, model: 'large' })).items).toEqual([]);
});

test('of each filter in how many messages it found something, and in what share', async () => {
  const { conversation_id } = await makeConversation(t.ctx, ann);
  const before = await getFilterHits(t.ctx, { days: 7 });
  await makeMessage(t.ctx, ann, conversation_id, 'Eres un imbécil. Mi correo es ana@example.com');
  await makeMessage(t.ctx, ann, conversation_id, 'Mi correo es ana@example.com, y el otro ben@example.com');
  await keep();
  const judged = before.judged + 2;
  expect(before).toMatchObject({ hits: [], blocked: 0 });
  expect(await getFilterHits(t.ctx, { days: 7 })).toMatchObject({
    ...{ judged, filtered: 2, blocked: 0, lag_seconds: 0 },
    hits: [
      { filter: 'personal_info', messages: 2, rate: 2 / judged },
      { filter: 'toxicity', messages: 1, rate: 1 / judged },
    ],
  });
});

test('made again from the first event on, every row is the same to the byte', async () => {
  const before = await messageAnalytics(t.ctx).find().sort({ _id: 1 }).toArray();
  expect(before.length).toBeGreaterThan(20);
  const report = await rebuildProjection(t.ctx, analyticsProjection);
  expect(report).toMatchObject({ documents: before.length, different: 0 });
  expect(await messageAnalytics(t.ctx).find().sort({ _id: 1 }).toArray()).toEqual(before);
});
