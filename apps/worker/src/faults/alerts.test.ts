import { setTimeout as sleep } from 'node:timers/promises';
import { evaluateAlerts, listAlerts } from '@message-service/core/alerts';
import { createContext, type OpenContext } from '@message-service/core/context';
import { createLogger } from '@message-service/core/logger';
import { CoreSettings } from '@message-service/core/settings';
import { createClient, createLedger } from '@message-service/testing/load';
import { type Api, findRunning, startWorld, type World } from '@message-service/testing/processes';
import { afterAll, beforeAll, expect, test } from 'vitest';

let world: World;
let api: Api;
let ctx: OpenContext;
beforeAll(async () => {
  world = await startWorld({
    environment: { ALERT_QUEUE_WARNING: '2', ALERT_QUEUE_CRITICAL: '100', ALERT_QUEUE_AGE_SECONDS: '1' },
    simulator: { latency: 'const:5', tokens: 'const:5' },
  });
  api = await world.startApi();
  ctx = await createContext(
    CoreSettings.parse(world.environment),
    createLogger({ LOG_LEVEL: 'silent' }, 'test'),
    'test',
  );
});
afterAll(async () => {
  await ctx.close();
  await world.close();
  expect(findRunning()).toEqual([]);
});

const RULES = ['queue_long', 'queue_old', 'worker_gone'];
const look = async (open: boolean) => {
  await evaluateAlerts(ctx);
  const { items } = await listAlerts(ctx, { open, limit: 50 });
  return items
    .filter(({ rule, subject }) => RULES.includes(rule) && subject === 'message-processing')
    .map(({ rule, state }) => [rule, state])
    .sort();
};

test('messages that no worker takes: their queue is long, then old, and without a worker; with one all of it is over', async () => {
  const client = createClient(world, createLedger(), () => api.url);
  const conversation_id = await client.createConversation();
  for (const n of [1, 2, 3])
    await client.sendUntilAccepted({ conversation_id, text: `hello ${n}`, client_msg_id: `${n}` });
  await sleep(1_100);
  expect(await look(true)).toEqual(RULES.map((rule) => [rule, 'firing']));
  const worker = await world.startWorker();
  const answered = () => world.database.db.collection('messages').countDocuments({ role: 'assistant' });
  while ((await answered()) < 3) await sleep(20);
  while ((await look(true)).length > 0) await sleep(20);
  expect(await look(false)).toEqual(RULES.map((rule) => [rule, 'resolved']));
  await worker.kill();
  let gone = await look(true);
  while (gone.length === 0) {
    await sleep(100);
    gone = await look(true);
  }
  expect(gone).toEqual([['worker_gone', 'firing']]);
});
