import { checkInvariants, countProviderCalls, untilSettled } from '@message-service/testing/checker';
import { createClient, createLedger } from '@message-service/testing/load';
import { findRunning, startWorld, type World } from '@message-service/testing/processes';
import { afterAll, beforeAll, expect, test } from 'vitest';

const POISON = 'poison [[sim:latency=60000]]';
const INNOCENT = 5;

let world: World;
beforeAll(async () => {
  world = await startWorld({
    environment: { MESSAGE_LEASE_SECONDS: '2' },
    simulator: { latency: 'const:300', tokens: 'const:10', tokensPerSecond: 50 },
  });
});
afterAll(async () => {
  await world.close();
  expect(findRunning()).toEqual([]);
});

const poisonCalls = () => countProviderCalls(world.llm).get(POISON) ?? 0;

test('a message that its worker dies of each time ends failed with the reason; those that were beside it are answered', async () => {
  const api = await world.startApi();
  const ledger = createLedger();
  const client = createClient(world, ledger, () => api.url);
  const texts = [POISON, ...Array.from({ length: INNOCENT }, (_, i) => `innocent ${i} [[sim:latency=800]]`)];
  const conversations = await Promise.all(texts.map(() => client.createConversation()));
  await Promise.all(
    texts.map((text, i) => client.send({ conversation_id: conversations[i] ?? '', text, client_msg_id: 'm' })),
  );
  let deaths = 0;
  const settled = untilSettled(world.database, 90_000);
  let over = false;
  void settled.then(
    () => {
      over = true;
    },
    () => {
      over = true;
    },
  );
  while (!over) {
    const worker = await world.startWorker();
    while (!over && poisonCalls() === deaths) await new Promise((resolve) => setTimeout(resolve, 10));
    if (over) break;
    deaths++;
    await worker.kill();
  }
  const recovery = await settled;
  const report = await checkInvariants(ledger, world.database, { calls: countProviderCalls(world.llm) });
  console.log(JSON.stringify({ deaths, recovery, ...report.counts }));
  const failed = await world.database.db.collection('messages').find({ processing_status: 'failed' }).toArray();
  expect(report.violations).toEqual([]);
  expect(failed.map((doc) => [doc.content.text, doc.processing_metadata.error_code])).toEqual([
    [POISON, 'CALL_BUDGET'],
  ]);
  expect(report.counts).toMatchObject({ completed: INNOCENT, failed: 1, duplicate_replies: 0 });
  expect(deaths).toBe(3);
});
