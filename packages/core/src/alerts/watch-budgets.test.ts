import { createTestContext, type TestContext } from '@message-service/testing/context';
import { makeConversation, makeIdentity, makeMessage } from '@message-service/testing/factories';
import { type LlmSimulator, startLlmSimulator } from '@message-service/testing/llm-simulator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { budgetDays, listBudgets, setBudget } from '../budgets/index.ts';
import { processMessageOnce } from '../messages/index.ts';
import { evaluateAlerts, listAlerts } from './index.ts';

const AT_ONCE = 100;
const DAY_MS = 86_400_000;
let ahead = 0;
let t: TestContext;
let llm: LlmSimulator;

beforeAll(async () => {
  llm = await startLlmSimulator({ latency: 'const:1', tokens: 'const:12' });
  t = await createTestContext({ LMSTUDIO_BASE_URL: llm.url, ALERT_MIN_WORKERS: '0' });
  t.ctx.now = () => new Date(Date.now() + ahead);
});
afterAll(async () => {
  await t.close();
  await llm.close();
});

const set = (warn_at: number, stop_at: number) =>
  setBudget(t.ctx, makeIdentity('admin'), { scope: 'all', key: '*', unit: 'tokens', warn_at, stop_at });

test('with a budget for ten replies, a hundred messages at once make ten calls at most; the others say why, and it is told', async () => {
  const me = makeIdentity();
  const reply = { max_tokens: 50 };
  const probe = await makeConversation(t.ctx, me);
  const send = async (conversation_id: string, n: number) =>
    (await makeMessage(t.ctx, me, conversation_id, `message ${n}`, { llm: reply })).message_id;
  const run = (id: string) => processMessageOnce(t.ctx, id, { id: 'w1', stopping: new AbortController().signal });
  await set(1_000_000, 1_000_000);
  await run(await send(probe.conversation_id, 0));
  const each = (await listBudgets(t.ctx)).items[0]?.states[0]?.spent ?? 0;
  await budgetDays(t.ctx).deleteMany({});
  await set(each, each * 10);
  llm.reset();
  const conversations = await Promise.all(Array.from({ length: AT_ONCE }, () => makeConversation(t.ctx, me)));
  const ids = await Promise.all(conversations.map(({ conversation_id }, n) => send(conversation_id, n + 1)));
  await Promise.all(ids.map(run));
  expect(llm.stats().requests).toBeLessThanOrEqual(10);
  expect(llm.stats().requests).toBeGreaterThan(0);
  const docs = await t.ctx.db
    .collection('messages')
    .find({ message_id: { $in: ids } })
    .toArray();
  const failed = docs.filter(({ processing_status }) => processing_status === 'failed');
  expect(failed.length).toBe(AT_ONCE - llm.stats().requests);
  for (const { processing_metadata } of failed) {
    expect(processing_metadata.error_code).toBe('LLM_OVER_BUDGET');
    expect(processing_metadata.error_message).toContain('a budget of the day is used up');
  }
  await evaluateAlerts(t.ctx);
  const fired = (await listAlerts(t.ctx, { rule: 'budget', limit: 10 })).items;
  expect(fired).toMatchObject([{ severity: 'critical', subject: 'all * tokens', unit: 'ratio' }]);
  // a new day, on which one reply is more than the first mark, and nothing is refused
  ahead += DAY_MS;
  await evaluateAlerts(t.ctx);
  await evaluateAlerts(t.ctx);
  expect((await listAlerts(t.ctx, { rule: 'budget', open: true, limit: 10 })).items).toEqual([]);
  await run(await send(probe.conversation_id, 200));
  await evaluateAlerts(t.ctx);
  expect((await listAlerts(t.ctx, { rule: 'budget', open: true, limit: 10 })).items).toMatchObject([
    { severity: 'warning', state: 'firing' },
  ]);
  ahead += DAY_MS;
  await evaluateAlerts(t.ctx);
  await evaluateAlerts(t.ctx);
  expect((await listAlerts(t.ctx, { rule: 'budget', limit: 10 })).items.map(({ state }) => state)).toEqual([
    'resolved',
    'resolved',
  ]);
});
