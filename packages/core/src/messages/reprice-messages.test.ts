import { startLlmSimulator } from '@message-service/testing/llm-simulator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { messageEvents } from '../events/index.ts';
import { llmCalls, type PriceTable } from '../llm/index.ts';
import { messages } from './messages.ts';
import { repriceMessages } from './reprice-messages.ts';
import { openWorld, type World } from './world.test-kit.ts';

let world: World;
let openAi: Awaited<ReturnType<typeof startLlmSimulator>>;
beforeAll(async () => {
  openAi = await startLlmSimulator({ tokens: 'const:10' });
  world = await openWorld({ OPENAI_BASE_URL: openAi.url, OPENAI_API_KEY: 'k', DEFAULT_LLM_PROVIDER: 'openai' });
});
afterAll(async () => {
  await world.close();
  await openAi.close();
});

const dearer: PriceTable = {
  version: 'next',
  entries: [{ provider: 'openai', model: 'gpt-4o-mini', input: 1_000, cached_input: 100, output: 2_000 }],
};

test('a new table shows the difference and changes nothing; applied, ledger, reply and its event have it, once', async () => {
  const { ctx } = world;
  const id = await world.completed();
  const read = async () => {
    const [call] = await llmCalls(ctx).find({ message_id: id }).toArray();
    const [reply] = (await world.read(id)).replies;
    return { call, reply };
  };
  const { call: before, reply } = await read();
  const { prompt_tokens = 0, total_nanos = 0 } = before ?? {};
  const after = prompt_tokens * 1_000 + 10 * 2_000;
  const line = { provider: 'openai', model: 'gpt-4o-mini', calls: 1, before_nanos: total_nanos, after_nanos: after };
  expect(total_nanos).toBe(prompt_tokens * 150 + 10 * 600);

  expect(await repriceMessages(ctx, { table: dearer, apply: false })).toMatchObject([line]);
  expect(await read()).toEqual({ call: before, reply });

  expect(await repriceMessages(ctx, { table: dearer, apply: true })).toMatchObject([line]);
  const changed = await read();
  expect(changed.call).toMatchObject({ total_nanos: after, price_version: 'next' });
  expect(changed.reply?.token_usage).toMatchObject({ total_cost: after / 1e9, price_version: 'next' });
  const stored = await messages(ctx).findOne({ _id: changed.reply?._id ?? '' });
  const logged = await messageEvents(ctx)
    .find({ stream_id: changed.reply?._id ?? '' })
    .toArray();
  const events = [...logged, ...(stored?.outbox ?? [])].filter(({ type }) => type === 'message.repriced');
  expect(events).toMatchObject([{ facts: { cost_nanos: after - total_nanos } }]);
  expect(await repriceMessages(ctx, { table: dearer, apply: true })).toEqual([]);
});
