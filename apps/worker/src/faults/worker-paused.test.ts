import { setTimeout as sleep } from 'node:timers/promises';
import { checkInvariants, countProviderCalls, untilSettled } from '@message-service/testing/checker';
import { createClient, createLedger } from '@message-service/testing/load';
import { findRunning, startWorld, type World } from '@message-service/testing/processes';
import { afterAll, beforeAll, expect, test } from 'vitest';

let world: World;
beforeAll(async () => {
  world = await startWorld({ environment: { MESSAGE_LEASE_SECONDS: '2' } });
});
afterAll(async () => {
  await world.close();
  expect(findRunning()).toEqual([]);
});

test('a worker stopped past its lock and continued: another has answered, its own late writes are refused', async () => {
  const [api, slow] = await Promise.all([world.startApi(), world.startWorker()]);
  const ledger = createLedger();
  const client = createClient(world, ledger, () => api.url);
  const conversation_id = await client.createConversation();
  const texts = Array.from({ length: 5 }, (_, i) => `patience ${i} [[sim:latency=700]]`);
  await Promise.all(texts.map((text) => client.send({ conversation_id, text, client_msg_id: text })));
  while (world.llm.stats().in_flight < texts.length) await sleep(5);
  slow.signal('SIGSTOP');
  await world.startWorker();
  await untilSettled(world.database, 20_000);
  // the outbox moves into the log whenever its turn comes
  const projection = { outbox: 0, outbox_since: 0, events_published: 0 };
  const read = () => world.database.db.collection('messages').find({}, { projection }).sort({ _id: 1 }).toArray();
  const settled = await read();

  slow.signal('SIGCONT');
  while (!slow.output().includes('another worker took the message over')) await sleep(20);
  slow.signal('SIGTERM');
  expect(await slow.ended).toEqual({ code: 0, signal: null });
  expect(await read()).toEqual(settled);
  const report = await checkInvariants(ledger, world.database, { calls: countProviderCalls(world.llm) });
  expect(report.violations).toEqual([]);
  expect(report.counts).toMatchObject({
    completed: texts.length,
    duplicate_replies: 0,
    duplicate_provider_calls: texts.length,
  });
});
