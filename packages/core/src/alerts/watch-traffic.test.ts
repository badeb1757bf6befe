import type { LlmSettings } from '@message-service/shared/llm';
import { createTestContext, type TestContext } from '@message-service/testing/context';
import { makeConversation, makeIdentity, makeMessage } from '@message-service/testing/factories';
import { type LlmSimulator, startLlmSimulator } from '@message-service/testing/llm-simulator';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { analyticsProjection } from '../analytics/index.ts';
import { keepLogOnce } from '../events/index.ts';
import { outboxSource, processMessageOnce } from '../messages/index.ts';
import { alerts, evaluateAlerts, listAlerts } from './index.ts';

let t: TestContext;
let llm: LlmSimulator;
const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;
const me = makeIdentity();
let ahead = 0;

beforeAll(async () => {
  llm = await startLlmSimulator({ latency: 'const:1', tokens: 'const:12' });
  t = await createTestContext({
    LMSTUDIO_BASE_URL: llm.url,
    OPENAI_BASE_URL: llm.url,
    OPENAI_API_KEY: 'k',
    ALERT_MIN_WORKERS: '0',
    ALERT_REPLY_MS: '2000',
    ALERT_REPLY_TOKENS: '500',
    ALERT_P95_MS: '2100',
    ALERT_ERROR_RATE: '0.3',
  });
  t.ctx.now = () => new Date(Date.now() + ahead);
});
beforeEach(async () => {
  ahead += 900_000;
  await alerts(t.ctx).deleteMany({});
});
afterAll(async () => {
  await t.close();
  await llm.close();
});

const say = async (text: string, llmSettings: LlmSettings = {}) => {
  const { conversation_id } = await makeConversation(t.ctx, me);
  const { message_id } = await makeMessage(t.ctx, me, conversation_id, text, { llm: llmSettings });
  await processMessageOnce(t.ctx, message_id, { id: 'w1', stopping: new AbortController().signal });
  return (await t.ctx.db.collection('messages').findOne({ message_id }))?.reply_message_id;
};
const look = async () => {
  await keepLogOnce(t.ctx, { source: outboxSource, projections: [analyticsProjection] }, 'k1');
  await evaluateAlerts(t.ctx);
  const { items } = await listAlerts(t.ctx, { open: true, limit: 10 });
  return items.filter(({ subject }) => subject === '*');
};
/** Two looks, ten minutes on: what was true of the last five minutes is over. */
const lookLater = async () => {
  ahead += 600_000;
  await look();
  return look();
};

test('one slow reply fires with its message, and is over five minutes after it', async () => {
  await say('quick');
  const slow = await say('[[sim:latency=2500]] slow');
  expect(await look()).toMatchObject([
    { rule: 'reply_slow', severity: 'warning', unit: 'ms', threshold: 2000, message_ids: [slow] },
  ]);
  expect(await lookLater()).toEqual([]);
  expect((await listAlerts(t.ctx, { state: 'resolved', limit: 10 })).items).toMatchObject([{ rule: 'reply_slow' }]);
});

test('one long reply is told of', async () => {
  const long = await say('[[sim:tokens=400]] long');
  const found = await look();
  expect(found.filter(({ rule }) => rule === 'reply_tokens_high')).toMatchObject([
    { severity: 'info', unit: 'tokens', message_ids: [long] },
  ]);
  expect(await lookLater()).toEqual([]);
});

test('the tail and the error rate fire only over twenty messages', async () => {
  const fails = () => say('[[sim:error=400]] fails');
  const slow = () => say('[[sim:latency=2500]] slow');
  const many = async (count: number, one: () => Promise<unknown>) => {
    await Promise.all(Array.from({ length: count }, one));
  };
  await many(8, fails);
  await many(4, slow);
  expect((await look()).map(({ rule }) => rule)).toEqual(['reply_slow']);
  await many(17, slow);
  const fired = await look();
  expect(fired.map(({ rule, severity }) => [rule, severity]).sort()).toEqual([
    ['latency_p95', 'critical'],
    ['reply_slow', 'warning'],
  ]);
  await many(8, fails);
  expect((await look()).find(({ rule }) => rule === 'error_rate')).toMatchObject({
    severity: 'critical',
    unit: 'ratio',
  });
  expect(await lookLater()).toEqual([]);
});

test('an hour that costs a multiple of the same hour of the weeks before is unusual; without weeks before none is', async () => {
  const hour = async (replies: number) => {
    await Promise.all(Array.from({ length: replies }, () => say('dear', { provider: 'openai', model: 'gpt-4o' })));
    return (await look()).filter(({ rule }) => rule === 'cost_anomaly');
  };
  // ten minutes past an hour
  ahead += HOUR_MS - (t.ctx.now().getTime() % HOUR_MS) + 600_000;
  expect(await hour(1)).toEqual([]);
  for (let week = 1; week < 3; week++) {
    ahead += WEEK_MS;
    expect(await hour(week === 1 ? 6 : 1)).toEqual([]);
  }
  ahead += WEEK_MS;
  expect(await hour(2)).toEqual([]);
  expect(await hour(10)).toMatchObject([{ rule: 'cost_anomaly', severity: 'warning', unit: 'usd' }]);
  ahead += HOUR_MS;
  expect(await lookLater()).toEqual([]);
});
