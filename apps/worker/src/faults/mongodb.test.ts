import { setTimeout as sleep } from 'node:timers/promises';
import { checkInvariants, countProviderCalls, untilSettled } from '@message-service/testing/checker';
import { startLoad } from '@message-service/testing/load';
import { findRunning, startWorld, type World } from '@message-service/testing/processes';
import { afterAll, beforeAll, expect, test } from 'vitest';

const OUTAGE_MS = 5_000;

let world: World;
beforeAll(async () => {
  world = await startWorld({
    ownMongo: true,
    environment: { MESSAGE_LEASE_SECONDS: '2' },
    simulator: { latency: 'uniform:20,120', tokens: 'const:12', tokensPerSecond: 100 },
  });
});
afterAll(async () => {
  await world.close();
  expect(findRunning()).toEqual([]);
});

test('the engine killed under load: 503 within 5 s, writable within 10 s of its return, nothing acknowledged lost', async () => {
  const [api, worker] = await Promise.all([world.startApi(), world.startWorker()]);
  const load = await startLoad(world, () => api.url, { users: 6, pauseMs: 250 });
  await load.untilAccepted(30);
  await world.mongo?.kill();
  await sleep(OUTAGE_MS);
  await world.mongo?.restart();
  const back = Date.now();
  const acceptedAfter = () => load.ledger.accepted().find((attempt) => attempt.at.getTime() + attempt.ms > back);
  while (!acceptedAfter() && Date.now() - back < 15_000) await sleep(50);
  const writable = Date.now() - back;
  await sleep(2_000);
  await load.stop();
  const recovery = await untilSettled(world.database, 60_000);
  const report = await checkInvariants(load.ledger, world.database, { calls: countProviderCalls(world.llm) });
  const slowest = Math.max(...load.ledger.attempts.map((attempt) => attempt.ms));
  console.log(JSON.stringify({ ...report.counts, writable, recovery, slowest }));
  expect(report.violations).toEqual([]);
  expect(report.counts).toMatchObject({ lost: 0, duplicate_replies: 0, unanswered: 0 });
  expect(report.counts.unavailable).toBeGreaterThan(0);
  expect(slowest).toBeLessThan(5_000);
  expect(writable).toBeLessThan(10_000);
  expect([api.isRunning(), worker.isRunning()]).toEqual([true, true]);
});
