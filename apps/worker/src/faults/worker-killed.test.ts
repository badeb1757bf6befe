import { setTimeout as sleep } from 'node:timers/promises';
import { checkInvariants, countProviderCalls, readFrozen, untilSettled } from '@message-service/testing/checker';
import { createClient, createLedger, followMessage, startLoad } from '@message-service/testing/load';
import { type Api, findRunning, startWorld, type World } from '@message-service/testing/processes';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** At random moments; `crash-points.test.ts` has 30 more die at chosen ones. */
const KILLS = 4;
const LEASE_S = 2;

let world: World;
let api: Api;
beforeAll(async () => {
  world = await startWorld({
    environment: { MESSAGE_LEASE_SECONDS: String(LEASE_S) },
    simulator: { latency: 'uniform:20,200', tokens: 'const:20', tokensPerSecond: 100 },
  });
  api = await world.startApi();
});
afterAll(async () => {
  await world.close();
  expect(findRunning()).toEqual([]);
});

test('killed in the middle of a streamed answer: the reader sees restart, then the whole text, of one reply', async () => {
  const ledger = createLedger();
  const client = createClient(world, ledger, () => api.url);
  const conversation_id = await client.createConversation();
  const first = await world.startWorker();
  const sent = await client.send({
    conversation_id,
    text: 'tell me all [[sim:tokens=60 tps=40]]',
    client_msg_id: 'k',
  });
  const replaced: Promise<Api>[] = [];
  const { events, connections } = await followMessage(
    () => api.url,
    client.token,
    sent.message_id ?? '',
    ({ event }) => {
      if (event.type !== 'token' || event.index !== 5 || replaced.length > 0) return;
      first.signal('SIGKILL');
      replaced.push(world.startWorker());
    },
  );
  const restart = events.findIndex(({ event }) => event.type === 'restart');
  const textFrom = (from: number) =>
    events
      .slice(from)
      .map(({ event }) => (event.type === 'token' ? event.text : ''))
      .join('');
  const reply = await world.database.db
    .collection('messages')
    .findOne({ 'relationships.reply_to_message_id': sent.message_id });
  expect(connections).toBe(1);
  expect(restart).toBeGreaterThan(5);
  expect(textFrom(restart)).toBe(reply?.content.text);
  expect(events.at(-1)?.event.type).toBe('completed');
  expect(await first.ended).toEqual({ code: null, signal: 'SIGKILL' });
  const report = await checkInvariants(ledger, world.database, { calls: countProviderCalls(world.llm) });
  expect(report.violations).toEqual([]);
  expect(report.counts).toMatchObject({ completed: 1, duplicate_replies: 0, duplicate_provider_calls: 1 });
  await (await replaced[0])?.kill();
});

test(`${KILLS} kills at random moments under load: nothing lost, nothing twice`, async () => {
  world.llm.reset();
  const workers = [world.startWorker(), world.startWorker()];
  await Promise.all(workers);
  const load = await startLoad(world, () => api.url, { users: 5, pauseMs: 800 });
  await load.untilAccepted(10);
  const before = await readFrozen(world.database);
  for (let kill = 0; kill < KILLS; kill++) {
    await sleep(200 + world.random() * 600);
    await (await workers[kill % 2])?.kill();
    workers[kill % 2] = world.startWorker();
  }
  await Promise.all(workers);
  await load.stop();
  const recovery = await untilSettled(world.database, 90_000);
  const report = await checkInvariants(load.ledger, world.database, {
    calls: countProviderCalls(world.llm),
    before,
  });
  const reasons = await world.database.db
    .collection('messages')
    .distinct('processing_metadata.error_code', { processing_status: 'failed' });
  console.log(JSON.stringify({ kills: KILLS, recovery, ...report.counts }));
  expect(report.violations).toEqual([]);
  expect(report.counts).toMatchObject({ lost: 0, duplicate_replies: 0, unavailable: 0, unanswered: 0 });
  // three workers that die within seconds can use up the calls of a message that was with each of them
  expect(reasons.filter((reason) => reason !== 'CALL_BUDGET')).toEqual([]);
  expect(report.counts.failed).toBeLessThanOrEqual(report.counts.messages / 10);
});
