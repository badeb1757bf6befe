import { setTimeout as sleep } from 'node:timers/promises';
import { checkInvariants, countProviderCalls, untilSettled } from '@message-service/testing/checker';
import { startLoad } from '@message-service/testing/load';
import { findRunning, startWorld, type World } from '@message-service/testing/processes';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';

const OUTAGE_MS = 4_000;

let world: World;
beforeAll(async () => {
  world = await startWorld({
    environment: { MESSAGE_LEASE_SECONDS: '2' },
    simulator: { latency: 'uniform:20,120', tokens: 'const:12', tokensPerSecond: 100 },
  });
});
afterAll(async () => {
  await world.close();
  expect(findRunning()).toEqual([]);
});

test('redis wiped, killed, full and away under load: accepting goes on and everything is answered', async () => {
  const [api] = await Promise.all([world.startApi(), world.startWorker()]);
  const load = await startLoad(world, () => api.url, { users: 6, pauseMs: 300 });
  const accepted = () => load.ledger.accepted().length;
  await load.untilAccepted(25);

  const client = new Redis(world.redis.url);
  await client.flushall();
  await load.untilAccepted(accepted() + 25);

  // every command that would take memory is now refused
  await client.config('SET', 'maxmemory', '1');
  await expect(client.set('more', 'than fits')).rejects.toThrow('OOM');
  await load.untilAccepted(accepted() + 25);
  await client.config('SET', 'maxmemory', '0');
  client.disconnect();

  await world.redis.kill();
  await world.redis.restart();
  await load.untilAccepted(accepted() + 25);

  await world.redis.kill();
  const before = accepted();
  await sleep(OUTAGE_MS);
  const meanwhile = accepted() - before;
  await world.redis.restart();
  await load.stop();
  const recovery = await untilSettled(world.database, 60_000);
  const report = await checkInvariants(load.ledger, world.database, { calls: countProviderCalls(world.llm) });
  console.log(JSON.stringify({ ...report.counts, meanwhile, recovery }));
  expect(report.violations).toEqual([]);
  expect(report.counts).toMatchObject({ lost: 0, duplicate_replies: 0, failed: 0, unavailable: 0 });
  expect(meanwhile).toBeGreaterThan(5);
});

test('neither api nor worker starts on a Redis that would evict what waits in it', async () => {
  const client = new Redis(world.redis.url);
  await client.config('SET', 'maxmemory-policy', 'allkeys-lru');
  for (const app of ['api', 'worker'] as const) {
    const child = world.run(app, { ...world.environment, PORT: '0', WORKER_METRICS_PORT: '0' });
    expect(await child.ended).toMatchObject({ code: 1 });
    expect(child.output()).toContain('REDIS_URL: this Redis evicts keys (allkeys-lru)');
  }
  await client.config('SET', 'maxmemory-policy', 'noeviction');
  client.disconnect();
});
