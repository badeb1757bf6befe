import { setTimeout as sleep } from 'node:timers/promises';
import { getTokenUsage } from '@message-service/core/analytics';
import { makeTraffic } from '@message-service/core/demo';
import { rebuildProjection } from '@message-service/core/events';
import { messages, withPastEvents } from '@message-service/core/messages';
import { allProjections } from '@message-service/core/projections';
import { TokenUsageInput } from '@message-service/shared/analytics';
import { findRunning, startWorld, type World } from '@message-service/testing/processes';
import { afterAll, beforeAll, expect, test } from 'vitest';

const DAY_MS = 86_400_000;
const KILLS = 3;
const MESSAGES = 2_500;
const until = new Date((Math.floor(Date.now() / DAY_MS) - 3) * DAY_MS);

let world: World;
let ctx: { db: World['database']['db']; now: () => Date };
beforeAll(async () => {
  world = await startWorld();
  ctx = { db: world.database.db, now: () => new Date() };
  for (const played of makeTraffic({ messages: MESSAGES, seed: 3, until, days: 30 }))
    await messages(ctx).insertMany(played.messages.map(withPastEvents));
});
afterAll(async () => {
  await world.close();
  expect(findRunning()).toEqual([]);
});

const countPending = () => messages(ctx).countDocuments({ outbox_since: { $exists: true } });

const untilTrue = async (is: () => Promise<boolean>) => {
  while (!(await is())) await sleep(20);
};

const readTotals = async () => {
  const input = TokenUsageInput.parse({ from: new Date(until.getTime() - 40 * DAY_MS), group_by: 'model' });
  return (await getTokenUsage(ctx, input)).totals;
};

const sumMessages = async () => {
  const docs = await messages(ctx)
    .find({ role: 'assistant' }, { projection: { token_usage: 1 } })
    .toArray();
  const sum = (of: (usage: NonNullable<(typeof docs)[number]['token_usage']>) => number) =>
    docs.reduce((total, { token_usage }) => total + (token_usage ? of(token_usage) : 0), 0);
  return {
    messages: docs.length,
    prompt_tokens: sum((usage) => usage.prompt_tokens),
    completion_tokens: sum((usage) => usage.completion_tokens),
    total_tokens: sum((usage) => usage.total_tokens),
    estimated_messages: sum((usage) => (usage.estimated ? 1 : 0)),
    total_cost: sum((usage) => Math.round((usage.total_cost ?? 0) * 1e9)) / 1e9,
  };
};

test(`killed ${KILLS} times in the midst of its work, the projector counts every message once`, async () => {
  for (let kill = 0; kill < KILLS; kill++) {
    const before = await countPending();
    const worker = await world.startWorker();
    await untilTrue(async () => (await countPending()) < before);
    await sleep(world.random() * 200);
    await worker.kill();
    expect(await countPending()).toBeGreaterThan(0);
    // as if the dead one's lease had run out
    await ctx.db.collection('event_checkpoints').updateOne({}, { $set: { lease_until: new Date(0) } });
  }
  const worker = await world.startWorker();
  await untilTrue(
    async () => (await countPending()) === 0 && (await readTotals()).messages === (await sumMessages()).messages,
  );
  await worker.kill();
  expect(await readTotals()).toEqual(await sumMessages());
  for (const projection of allProjections)
    expect(await rebuildProjection(ctx, projection, { check: true })).toMatchObject({ different: 0 });
});

test('spoilt by hand, the figures are made right from the first event on', async () => {
  const wanted = await readTotals();
  const rows = ctx.db.collection<{ _id: string }>('message_analytics');
  const some = await rows
    .find({ scope: 'global', 'token_metrics.replies': { $gt: 0 } })
    .limit(20)
    .toArray();
  await rows.deleteMany({ _id: { $in: some.slice(0, 10).map(({ _id }) => _id) } });
  for (const { _id } of some.slice(10)) await rows.updateOne({ _id }, { $inc: { 'token_metrics.replies': 7 } });
  expect(await readTotals()).not.toEqual(wanted);
  const [report] = await Promise.all(
    allProjections
      .filter(({ collection }) => collection.name === 'message_analytics')
      .map((projection) => rebuildProjection(ctx, projection)),
  );
  expect(report).toMatchObject({ different: 20 });
  expect(await readTotals()).toEqual(wanted);
});
