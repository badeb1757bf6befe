import { createTestContext, type TestContext } from '@message-service/testing/context';
import { makeConversation, makeIdentity, makeMessage } from '@message-service/testing/factories';
import { type LlmSimulator, startLlmSimulator } from '@message-service/testing/llm-simulator';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { analyticsProjection, messageAnalytics } from '../analytics/index.ts';
import { keepLogOnce } from '../events/index.ts';
import { outboxSource, processMessageOnce } from '../messages/index.ts';
import { alerts, evaluateAlerts, listAlerts } from './index.ts';

let t: TestContext;
let llm: LlmSimulator;
const me = makeIdentity();
let ahead = 0;

beforeAll(async () => {
  llm = await startLlmSimulator({ latency: 'const:1', tokens: 'const:12' });
  t = await createTestContext({
    LMSTUDIO_BASE_URL: llm.url,
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

const say = async (text: string) => {
  const { conversation_id } = await makeConversation(t.ctx, me);
  const { message_id } = await makeMessage(t.ctx, me, conversation_id, text);
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
  const hour = new Date(Math.floor(t.ctx.now().getTime() / 3_600_000) * 3_600_000);
  const spend = (weeksAgo: number, cost_nanos: number) =>
    messageAnalytics(t.ctx).insertOne({
      _id: `test ${weeksAgo}`,
      batch: 0,
      aggregation_type: 'hour',
      date: new Date(hour.getTime() - weeksAgo * 7 * 86_400_000),
      scope: 'global',
      token_metrics: { cost_nanos },
      expires_at: new Date(Date.now() + 86_400_000_000),
    });
  await spend(0, 40e9);
  await spend(1, 10e9);
  await spend(2, 12e9);
  expect(await look()).toEqual([]);
  await spend(3, 11e9);
  expect(await look()).toMatchObject([{ rule: 'cost_anomaly', unit: 'usd', value: 40 }]);
  ahead += 3_600_000;
  expect(await lookLater()).toEqual([]);
});
