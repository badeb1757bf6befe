import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deliverAlert } from '@message-service/shared/alerts';
import { processMessage } from '@message-service/shared/messages';
import { createTestContext, type TestContext } from '@message-service/testing/context';
import { makeIdentity } from '@message-service/testing/factories';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { auditLog } from '../audit/index.ts';
import { enqueueMany } from '../queues/index.ts';
import {
  acknowledgeAlert,
  alerts,
  deliverAlertOnce,
  evaluateAlerts,
  evaluateWhenNobodyDoes,
  getAlert,
  getAlertOverview,
  listAlerts,
  muteAlert,
  unmuteAlert,
  verifyWebhook,
} from './index.ts';

const SECRET = 'secret-of-the-webhook';
const admin = makeIdentity('admin');
const received: { signature: string; delivery: string; body: string }[] = [];
let status = 200;
const hook = createServer((request, response) => {
  let body = '';
  request.on('data', (part) => (body += part));
  request.on('end', () => {
    const { 'x-signature': signature, 'x-delivery-id': delivery } = request.headers;
    received.push({ signature: String(signature), delivery: String(delivery), body });
    response.writeHead(status).end();
  });
});

let test: TestContext;
let clock = Date.parse('2026-03-02T10:00:00Z');
const later = (ms: number) => {
  clock += ms;
};

beforeAll(async () => {
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
  const { port } = hook.address() as AddressInfo;
  test = await createTestContext({
    ALERT_QUEUE_WARNING: '2',
    ALERT_QUEUE_CRITICAL: '5',
    ALERT_QUEUE_AGE_SECONDS: '86400',
    ALERT_MIN_WORKERS: '0',
    ALERT_WEBHOOK_URL: `http://127.0.0.1:${port}/alerts`,
    ALERT_WEBHOOK_SECRET: SECRET,
  });
  test.ctx.now = () => new Date(clock);
});
afterEach(async () => {
  await test.ctx.queues.get('message-processing').obliterate({ force: true });
  await test.ctx.queues.get('maintenance').obliterate({ force: true });
  await alerts(test.ctx).deleteMany({});
  received.length = 0;
  status = 200;
});
afterAll(async () => {
  await test.close();
  hook.close();
});

const queueUp = (count: number, from = 0) =>
  enqueueMany(
    test.ctx,
    processMessage,
    Array.from({ length: count }, (_, index) => ({ message_id: `msg_${String(from + index).padStart(9, '0')}` })),
  );
const only = async () => {
  const { items } = await listAlerts(test.ctx, { limit: 10 });
  expect(items).toHaveLength(1);
  return items[0] ?? expect.unreachable();
};
const whats = (alert: { history: { what: string }[] }) => alert.history.map(({ what }) => what);
const toldJobs = async () => {
  const jobs = await test.ctx.queues.get(deliverAlert.queue).getJobs();
  return jobs.map(({ data }) => data.what).toSorted();
};

it('fires once, however many look at once, gets graver, and is over after two calm readings', async () => {
  await queueUp(3);
  await Promise.all([evaluateAlerts(test.ctx), evaluateAlerts(test.ctx), evaluateAlerts(test.ctx)]);
  expect(await only()).toMatchObject({
    rule: 'queue_long',
    subject: 'message-processing',
    severity: 'warning',
    state: 'firing',
    value: 3,
    threshold: 2,
  });
  expect(await getAlertOverview(test.ctx)).toMatchObject({ open: { critical: 0, warning: 1, info: 0 } });

  await queueUp(3, 3);
  await evaluateAlerts(test.ctx);
  expect(await only()).toMatchObject({ severity: 'critical', value: 6, worst: 6, threshold: 5 });

  await test.ctx.queues.get('message-processing').drain();
  await evaluateAlerts(test.ctx);
  expect((await only()).state).toBe('firing');
  await evaluateAlerts(test.ctx);
  const over = await only();
  expect(over).toMatchObject({ state: 'resolved', value: 0, worst: 6 });
  expect(whats(over)).toEqual(['fired', 'worsened', 'resolved']);
  expect(await toldJobs()).toEqual(['fired', 'resolved', 'worsened']);

  await test.ctx.queues.get('maintenance').drain();
  await queueUp(3);
  await evaluateAlerts(test.ctx);
  expect((await listAlerts(test.ctx, { limit: 10 })).items.map(({ state }) => state).toSorted()).toEqual([
    'firing',
    'resolved',
  ]);
});

it('fires again when what was acknowledged gets graver, and when a muted one is still true in the end', async () => {
  await queueUp(3);
  await evaluateAlerts(test.ctx);
  const { alert_id } = await only();
  const notes = ['mine', 'mine too'].map((note) => acknowledgeAlert(test.ctx, admin, { alert_id, note }));
  await Promise.all([...notes, muteAlert(test.ctx, admin, { alert_id, minutes: 10 })]);
  await acknowledgeAlert(test.ctx, admin, { alert_id });
  await queueUp(3, 3);
  await evaluateAlerts(test.ctx);
  expect(await only()).toMatchObject({ state: 'firing', severity: 'critical' });

  await muteAlert(test.ctx, admin, { alert_id, minutes: 10 });
  expect((await getAlertOverview(test.ctx)).open.critical).toBe(0);
  later(9 * 60_000);
  await evaluateAlerts(test.ctx);
  expect((await only()).state).toBe('muted');
  later(60_000);
  await evaluateAlerts(test.ctx);
  expect((await only()).state).toBe('firing');
  await muteAlert(test.ctx, admin, { alert_id, minutes: 10 });
  expect(await unmuteAlert(test.ctx, admin, { alert_id })).toMatchObject({ state: 'firing' });

  const acts = await auditLog(test.ctx).find({ 'target.id': alert_id }).toArray();
  expect(new Set(acts.map(({ action }) => action))).toEqual(
    new Set(['alerts.acknowledge', 'alerts.mute', 'alerts.unmute']),
  );
});

it('refuses to change what is over or was never there', async () => {
  const alert_id = 'alert_missing01';
  await expect(muteAlert(test.ctx, admin, { alert_id, minutes: 1 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(getAlert(test.ctx, { alert_id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(listAlerts(test.ctx, { limit: 1, cursor: 'bm8' })).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
  await queueUp(3);
  await evaluateAlerts(test.ctx);
  await test.ctx.queues.get('message-processing').drain();
  await evaluateAlerts(test.ctx);
  await evaluateAlerts(test.ctx);
  const over = await only();
  await expect(acknowledgeAlert(test.ctx, admin, over)).rejects.toMatchObject({ code: 'CONFLICT' });
});

it('tells the webhook with a signature of the body, and says when it was not taken', async () => {
  await queueUp(3);
  await evaluateAlerts(test.ctx);
  const { alert_id } = await only();
  await deliverAlertOnce(test.ctx, { alert_id, what: 'fired' });
  const [{ signature, delivery, body } = expect.unreachable()] = received;
  expect(delivery).toBe(`${alert_id}.fired`);
  expect(JSON.parse(body)).toMatchObject({ type: 'alert.fired', alert: { alert_id, rule: 'queue_long', value: 3 } });
  const now = test.ctx.now();
  expect(verifyWebhook(SECRET, body, signature, { now })).toBe(true);
  expect(verifyWebhook(SECRET, `${body} `, signature, { now })).toBe(false);
  expect(verifyWebhook('another-secret-than-that', body, signature, { now })).toBe(false);
  expect(verifyWebhook(SECRET, body, signature, { now: new Date(now.getTime() + 301_000) })).toBe(false);
  expect(verifyWebhook(SECRET, body, 'v1=nonsense', { now })).toBe(false);

  status = 500;
  await expect(deliverAlertOnce(test.ctx, { alert_id, what: 'fired' })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect((await only()).history.slice(1)).toMatchObject([
    { what: 'delivered', note: 'fired' },
    { what: 'not_delivered', note: 'answered 500' },
  ]);
});

it('is looked after by the api while no worker does it', async () => {
  await queueUp(3);
  await evaluateAlerts(test.ctx);
  await alerts(test.ctx).deleteMany({});
  await evaluateWhenNobodyDoes(test.ctx);
  expect((await listAlerts(test.ctx, { limit: 10 })).items).toEqual([]);
  await test.ctx.redis.del(`${test.settings.REDIS_PREFIX}:alerts:evaluated`);
  await evaluateWhenNobodyDoes(test.ctx);
  expect(await only()).toMatchObject({ rule: 'queue_long' });
});
