import { TokenUsageInput } from '@message-service/shared/analytics';
import { createTestContext, type TestContext } from '@message-service/testing/context';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { getTokenUsage, messageAnalytics } from '../analytics/index.ts';
import { conversations } from '../conversations/index.ts';
import { eventCheckpoints, foldEvents, keepLogOnce, messageEvents, rebuildProjection } from '../events/index.ts';
import { messages, withPastEvents } from '../messages/index.ts';
import { allProjections, outboxSource } from '../projections.ts';
import { seedTraffic } from './seed-traffic.ts';

const DAY_MS = 86_400_000;
/** No row of it expires while this runs: those of minutes have, those of hours have days to go. */
const plan = {
  messages: 2_001,
  seed: 5,
  until: new Date((Math.floor(Date.now() / DAY_MS) - 3) * DAY_MS),
  days: 40,
};
const work = { source: outboxSource, projections: allProjections };

let t: TestContext;
beforeAll(async () => {
  t = await createTestContext();
  await keepLogOnce(t.ctx, work, 'a worker');
  expect(await seedTraffic(t.ctx, plan)).toMatchObject({ messages: 2_001, already: 0 });
});
afterAll(() => t.close());

const rowsOf = ({ ctx }: Pick<TestContext, 'ctx'>) => messageAnalytics(ctx).find().sort({ _id: 1 }).toArray();

const rawSum = async ({ ctx }: Pick<TestContext, 'ctx'>) => {
  const [sum] = await messages(ctx)
    .aggregate([
      { $match: { role: 'assistant' } },
      {
        $group: {
          _id: null,
          messages: { $sum: 1 },
          prompt_tokens: { $sum: '$token_usage.prompt_tokens' },
          completion_tokens: { $sum: '$token_usage.completion_tokens' },
          nanos: { $sum: { $multiply: ['$token_usage.total_cost', 1e9] } },
        },
      },
    ])
    .toArray();
  return sum;
};

test('as many messages as asked for, of many people and models, over the weeks, none without its history', async () => {
  expect(await messages(t.ctx).countDocuments()).toBe(2_001);
  const docs = await messages(t.ctx).find().toArray();
  const distinct = (values: unknown[]) => new Set(values).size;
  expect(distinct(docs.map(({ conversation_id }) => conversation_id))).toBe(
    await conversations(t.ctx).countDocuments(),
  );
  expect(distinct(docs.map(({ user_id }) => user_id))).toBeGreaterThanOrEqual(4);
  expect(distinct(docs.flatMap(({ llm_metadata }) => llm_metadata?.model ?? []))).toBe(5);
  expect(distinct(docs.map(({ timestamps }) => timestamps.created_at.toISOString().slice(0, 10)))).toBeGreaterThan(30);
  expect(docs.filter(({ processing_status }) => processing_status === 'failed').length).toBeGreaterThanOrEqual(5);
  expect(docs.every(({ timestamps }) => timestamps.created_at < plan.until)).toBe(true);
  for (const { events_published, ...doc } of docs.filter((_, index) => index % 50 === 0)) {
    messages.definition.schema.parse(doc);
    const events = await messageEvents(t.ctx).find({ stream_id: doc._id }).sort({ version: 1 }).toArray();
    expect(events).toHaveLength(events_published ?? 0);
    expect(foldEvents(events)).toEqual(doc);
  }
});

test('every row is to the byte what the projection makes of the log, and but for its batch of the same messages sent the usual way', async () => {
  const seeded = await rowsOf(t);
  const types = new Set(seeded.map(({ aggregation_type }) => aggregation_type));
  expect(types).toEqual(new Set(['hour', 'daily_summary', 'weekly_summary', 'monthly_summary']));
  for (const projection of allProjections)
    expect(await rebuildProjection(t.ctx, projection, { check: true })).toMatchObject({ different: 0 });
  const usual = await createTestContext();
  try {
    const docs = await messages(t.ctx).find().toArray();
    await messages(usual.ctx).insertMany(docs.map(({ events_published, ...doc }) => withPastEvents(doc)));
    for (let more = true; more; ) more = (await keepLogOnce(usual.ctx, work, 'k1')) === 'more';
    const withoutBatch = (rows: Awaited<ReturnType<typeof rowsOf>>) => rows.map(({ batch, ...row }) => row);
    expect(withoutBatch(seeded)).toEqual(withoutBatch(await rowsOf(usual)));
  } finally {
    await usual.close();
  }
}, 120_000);

test('the totals are the sums of the messages', async () => {
  const from = new Date(plan.until.getTime() - 100 * DAY_MS);
  const { totals } = await getTokenUsage(t.ctx, TokenUsageInput.parse({ from, group_by: 'model' }));
  const raw = await rawSum(t);
  expect(totals).toMatchObject({
    messages: raw?.messages,
    prompt_tokens: raw?.prompt_tokens,
    completion_tokens: raw?.completion_tokens,
  });
  expect(Math.round(totals.total_cost * 1e9)).toBe(Math.round(raw?.nanos));
  expect(totals.total_cost).toBeGreaterThan(0);
});

test('the same run again changes nothing, makes good what was cut short, and leaves the log to the worker', async () => {
  const [before, events] = [await rowsOf(t), await messageEvents(t.ctx).countDocuments()];
  expect(await seedTraffic(t.ctx, plan)).toMatchObject({ messages: 2_001, already: 2_001 });
  const another = await createTestContext();
  try {
    // cut short in the midst of the second part, with its messages or its events stored, and not sealed
    let [parts, calls] = [0, 0];
    const now = () => {
      if (parts > 0 && ++calls > 2) throw new Error('cut short');
      return new Date();
    };
    const cut = seedTraffic({ ...another.ctx, now }, plan, { onProgress: () => parts++ });
    await expect(cut).rejects.toThrow('cut short');
    expect(await seedTraffic(another.ctx, plan)).toMatchObject({ messages: 2_001 });
    expect(await messageEvents(another.ctx).countDocuments()).toBe(events);
    const withoutBatch = (rows: typeof before) => rows.map(({ batch, ...row }) => row);
    expect(withoutBatch(await rowsOf(another))).toEqual(withoutBatch(before));
  } finally {
    await another.close();
  }
  expect(await rowsOf(t)).toEqual(before);
  expect(await keepLogOnce(t.ctx, work, 'a worker')).toBe('done');
  expect(await eventCheckpoints(t.ctx).countDocuments({ held_by: { $exists: true } })).toBe(0);
}, 120_000);

test('a seed is laid with one plan only', async () => {
  await expect(seedTraffic(t.ctx, { ...plan, messages: 6_000 })).rejects.toMatchObject({ code: 'CONFLICT' });
  expect(await messages(t.ctx).countDocuments()).toBe(2_001);
});
