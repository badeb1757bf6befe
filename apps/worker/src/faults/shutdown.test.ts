import { checkInvariants, countProviderCalls, untilSettled } from '@message-service/testing/checker';
import { createClient, createLedger, followMessage, startLoad } from '@message-service/testing/load';
import { findRunning, startWorld, type World } from '@message-service/testing/processes';
import { afterAll, beforeAll, expect, test } from 'vitest';

const GRACE_S = 4;
const LEASE_S = 3;

let world: World;
beforeAll(async () => {
  world = await startWorld({
    environment: { MESSAGE_LEASE_SECONDS: String(LEASE_S), SHUTDOWN_GRACE_SECONDS: String(GRACE_S) },
    simulator: { latency: 'uniform:100,400', tokens: 'const:12', tokensPerSecond: 50 },
  });
});
afterAll(async () => {
  await world.close();
  expect(findRunning()).toEqual([]);
});

const stop = async (process: { signal(name: NodeJS.Signals): void; ended: Promise<unknown> }) => {
  const started = Date.now();
  process.signal('SIGTERM');
  expect(await process.ended).toEqual({ code: 0, signal: null });
  expect(Date.now() - started).toBeLessThan(GRACE_S * 1_000 + 500);
};

test('SIGTERM of a worker under load: exit 0, nothing stalled, the other goes on', async () => {
  const [api, first, second] = await Promise.all([world.startApi(), world.startWorker(), world.startWorker()]);
  const load = await startLoad(world, () => api.url, { users: 6, pauseMs: 250 });
  await load.untilAccepted(25);
  await stop(first);
  await load.untilAccepted(50);
  await load.stop();
  await untilSettled(world.database, 20_000);
  const report = await checkInvariants(load.ledger, world.database, { calls: countProviderCalls(world.llm) });
  expect(report.violations).toEqual([]);
  expect(report.counts).toMatchObject({ failed: 0, unanswered: 0, unavailable: 0, duplicate_provider_calls: 0 });
  expect(second.output()).not.toContain('taken from a worker that fell silent');
  await Promise.all([stop(second), stop(api)]);
});

test('an answer that takes longer than the grace is handed over, and another worker gives it at once', async () => {
  const [api, first] = await Promise.all([world.startApi(), world.startWorker()]);
  const ledger = createLedger();
  const client = createClient(world, ledger, () => api.url);
  const conversation_id = await client.createConversation();
  const text = 'a long one [[sim:tokens=200 tps=10 times=1]]';
  const sent = await client.send({ conversation_id, text, client_msg_id: 'long' });
  while (world.llm.stats().in_flight === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  const second = await world.startWorker();
  const following = followMessage(() => api.url, client.token, sent.message_id ?? '');
  await stop(first);
  const { events } = await following;
  expect(events.some(({ event }) => event.type === 'restart')).toBe(true);
  const report = await checkInvariants(ledger, world.database);
  expect(report.violations).toEqual([]);
  expect(report.counts.completed).toBe(report.counts.messages);
  expect(second.output()).not.toContain('taken from a worker that fell silent');
  await Promise.all([stop(second), stop(api)]);
});

test('SIGTERM of an api under load: what it took on is answered, open streams end with a hint to come back', async () => {
  const [leaving, staying] = await Promise.all([world.startApi(), world.startApi(), world.startWorker()]);
  let url = leaving.url;
  const load = await startLoad(world, () => url, { users: 6, pauseMs: 200 });
  const [client] = load.clients;
  if (!client) throw new Error('no client');
  const conversation_id = await client.createConversation();
  const sent = await client.send({ conversation_id, text: 'stream [[sim:tokens=90 tps=30]]', client_msg_id: 's' });
  const following = followMessage(() => url, client.token, sent.message_id ?? '');
  await load.untilAccepted(30);
  url = staying.url;
  await stop(leaving);
  await load.untilAccepted(50);
  await load.stop();
  const { events, connections } = await following;
  expect(connections).toBe(2);
  expect(events.at(-1)?.event.type).toBe('completed');
  await untilSettled(world.database, 20_000);
  const report = await checkInvariants(load.ledger, world.database);
  expect(report.violations).toEqual([]);
  expect(report.counts).toMatchObject({ lost: 0, duplicate_replies: 0, failed: 0, unanswered: 0 });
});
