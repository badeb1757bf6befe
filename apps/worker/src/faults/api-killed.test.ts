import { checkInvariants, countProviderCalls, untilSettled } from '@message-service/testing/checker';
import { createClient, createLedger, followMessage, startLoad } from '@message-service/testing/load';
import { type Api, findRunning, startWorld, type World } from '@message-service/testing/processes';
import { afterAll, beforeAll, expect, test } from 'vitest';

const KILLS = 4;
const LEASE_S = 2;

let world: World;
let api: Api;
const port = () => Number(new URL(api.url).port);
beforeAll(async () => {
  world = await startWorld({
    environment: { MESSAGE_LEASE_SECONDS: String(LEASE_S) },
    simulator: { latency: 'uniform:20,120', tokens: 'const:12', tokensPerSecond: 100 },
  });
  [api] = await Promise.all([world.startApi(), world.startWorker()]);
});
afterAll(async () => {
  await world.close();
  expect(findRunning()).toEqual([]);
});

test(`${KILLS} kills while accepting: what was acknowledged is there, what was not is absent or single`, async () => {
  const load = await startLoad(world, () => api.url, { users: 6, pauseMs: 150 });
  for (let kill = 0; kill < KILLS; kill++) {
    const goal = load.ledger.accepted().length + 10 + Math.floor(world.random() * 20);
    await load.untilAccepted(goal);
    await api.kill();
    api = await world.startApi({ port: port() });
  }
  await load.stop();
  const recovery = await untilSettled(world.database, 60_000);
  const report = await checkInvariants(load.ledger, world.database, { calls: countProviderCalls(world.llm) });
  console.log(JSON.stringify({ kills: KILLS, recovery, ...report.counts }));
  expect(report.violations).toEqual([]);
  expect(report.counts).toMatchObject({ lost: 0, duplicate_replies: 0, failed: 0 });
  expect(report.counts.acknowledged).toBe(report.counts.messages);
  expect(report.counts.unanswered).toBeGreaterThan(0);
});

test('a reader whose api is killed goes on where it was, on the api that came back', async () => {
  const client = createClient(world, createLedger(), () => api.url);
  const conversation_id = await client.createConversation();
  const text = 'on and on [[sim:tokens=60 tps=30]]';
  const sent = await client.send({ conversation_id, text, client_msg_id: 'k' });
  let killed: Promise<void> | undefined;
  const replace = async () => {
    await api.kill();
    api = await world.startApi({ port: port() });
  };
  const { events, connections } = await followMessage(
    () => api.url,
    client.token,
    sent.message_id ?? '',
    ({ event }) => {
      if (event.type === 'token' && event.index === 5) killed ??= replace();
    },
  );
  await killed;
  const reply = await world.database.db
    .collection('messages')
    .findOne({ 'relationships.reply_to_message_id': sent.message_id });
  const tokens = events.flatMap(({ event }) => (event.type === 'token' ? [event] : []));
  expect(tokens.map((token) => token.index)).toEqual(tokens.map((_, i) => i));
  expect(tokens.map((token) => token.text).join('')).toBe(reply?.content.text);
  expect(new Set(events.map((event) => event.id)).size).toBe(events.length);
  expect(connections).toBeGreaterThan(1);
});

test('an api that starts while redis is away accepts, and hands over once redis is there', async () => {
  await world.redis.kill();
  await api.kill();
  api = await world.startApi({ port: port() });
  const ledger = createLedger();
  const client = createClient(world, ledger, () => api.url);
  const conversation_id = await client.createConversation();
  const send = (n: number) => client.send({ conversation_id, text: `without redis ${n}`, client_msg_id: `r${n}` });
  const attempts = await Promise.all([1, 2, 3, 4, 5].map(send));
  expect(attempts.map((attempt) => attempt.status)).toEqual([202, 202, 202, 202, 202]);
  await world.redis.restart();
  await untilSettled(world.database, 60_000);
  const later = await send(6);
  expect(later.status).toBe(202);
  // before the sweeper would look at it: the api itself has handed it over
  await untilSettled(world.database, LEASE_S * 1_000 - 200);
  expect((await checkInvariants(ledger, world.database)).violations).toEqual([]);
});

test('a redis that accepts connections and answers nothing delays an accept by a second or two, not more', async () => {
  const ledger = createLedger();
  const client = createClient(world, ledger, () => api.url);
  const conversation_id = await client.createConversation();
  const send = (n: number) => client.send({ conversation_id, text: `silent ${n}`, client_msg_id: `s${n}` });
  const [pid = 0] = world.redis.pids();
  process.kill(pid, 'SIGSTOP');
  const first = await Promise.all([1, 2, 3].map(send));
  const second = await Promise.all([4, 5, 6].map(send));
  process.kill(pid, 'SIGCONT');
  expect([...first, ...second].map((attempt) => attempt.status)).toEqual(Array(6).fill(202));
  for (const attempt of first) expect(attempt.ms).toBeLessThan(4_000);
  for (const attempt of second) expect(attempt.ms).toBeLessThan(1_000);
  await untilSettled(world.database, 60_000);
  expect((await checkInvariants(ledger, world.database)).violations).toEqual([]);
});
