import { checkInvariants, countProviderCalls, untilSettled } from '@message-service/testing/checker';
import { createClient, createLedger } from '@message-service/testing/load';
import { findRunning, startWorld, type World } from '@message-service/testing/processes';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';

const SENDS = 1_000;

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  await world.close();
  expect(findRunning()).toEqual([]);
});

test(`${SENDS} sends of one client_msg_id at once over two apis: one message, one reply, also after FLUSHALL`, async () => {
  const apis = await Promise.all([world.startApi(), world.startApi(), world.startWorker()]);
  const ledger = createLedger();
  const client = createClient(world, ledger, () => apis[0].url);
  const conversation_id = await client.createConversation();
  const input = { conversation_id, text: 'only once', client_msg_id: 'the key' };
  const attempts = await Promise.all(Array.from({ length: SENDS }, (_, i) => client.send(input, apis[i % 2]?.url)));
  const redis = new Redis(world.redis.url);
  await redis.flushall();
  redis.disconnect();
  attempts.push(await client.send(input), await client.send({ ...input, text: 'another body' }));

  const other = attempts.pop();
  expect(other?.status).toBe(409);
  expect(new Set(attempts.map((attempt) => attempt.status))).toEqual(new Set([202]));
  expect(new Set(attempts.map((attempt) => attempt.message_id)).size).toBe(1);
  await untilSettled(world.database, 30_000);
  const report = await checkInvariants(ledger, world.database, { calls: countProviderCalls(world.llm) });
  expect(report.violations).toEqual([]);
  expect(report.counts).toMatchObject({ messages: 1, completed: 1, provider_calls: 1, duplicate_replies: 0 });
  const conversation = await world.database.db.collection('conversations').findOne({ conversation_id });
  expect(conversation?.message_count).toBe(2);
});
