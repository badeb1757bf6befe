import { checkInvariants, countProviderCalls, untilSettled } from '@message-service/testing/checker';
import { createClient, createLedger } from '@message-service/testing/load';
import { type Api, findRunning, startWorld, type World } from '@message-service/testing/processes';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';

const SENDS = 1_000;
const WRITERS = 100;
const CAP = 120;

let world: World;
let apis: [Api, Api];
beforeAll(async () => {
  world = await startWorld({ environment: { MAX_MESSAGES_PER_CONVERSATION: String(CAP) } });
  const [first, second] = await Promise.all([world.startApi(), world.startApi(), world.startWorker()]);
  apis = [first, second];
});
afterAll(async () => {
  await world.close();
  expect(findRunning()).toEqual([]);
});

test(`${SENDS} sends of one client_msg_id at once over two apis: one message, one reply, also after FLUSHALL`, async () => {
  const ledger = createLedger();
  const client = createClient(world, ledger, () => apis[0].url);
  const conversation_id = await client.createConversation();
  const input = { conversation_id, text: 'only once', client_msg_id: 'the key' };
  const attempts = await Promise.all(
    Array.from({ length: SENDS }, (_, i) => client.send(input, apis[i % 2 === 0 ? 0 : 1].url)),
  );
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

test(`${WRITERS} writers on one conversation over two apis fill it to exactly ${CAP}, each reply in the slot kept for it`, async () => {
  const ledger = createLedger();
  const client = createClient(world, ledger, () => apis[0].url);
  const conversation_id = await client.createConversation();
  const writers = Array.from({ length: WRITERS }, (_, i) =>
    client.send({ conversation_id, text: `writer ${i}`, client_msg_id: `w${i}` }, apis[i % 2 === 0 ? 0 : 1].url),
  );
  const attempts = await Promise.all(writers);
  const withStatus = (status: number) => attempts.filter((attempt) => attempt.status === status).length;
  expect([withStatus(202), withStatus(409)]).toEqual([CAP / 2, WRITERS - CAP / 2]);
  await untilSettled(world.database, 30_000);
  const calls = countProviderCalls(world.llm);
  const report = await checkInvariants(ledger, world.database, { calls, ledgerOnly: true });
  expect(report.violations).toEqual([]);
  expect(report.counts).toMatchObject({ messages: CAP / 2, completed: CAP / 2, duplicate_replies: 0 });
  const stored = await world.database.db.collection('messages').countDocuments({ conversation_id });
  const conversation = await world.database.db.collection('conversations').findOne({ conversation_id });
  expect([stored, conversation?.message_count]).toEqual([CAP, CAP]);
  expect((await client.send({ conversation_id, text: 'one too many', client_msg_id: 'late' })).status).toBe(409);
});
