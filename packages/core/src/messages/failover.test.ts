import { createTestContext, type TestContext } from '@message-service/testing/context';
import { makeConversation, makeIdentity, makeMessage } from '@message-service/testing/factories';
import { type LlmSimulator, startLlmSimulator } from '@message-service/testing/llm-simulator';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { forceBreaker, listProviders, llmCalls } from '../llm/index.ts';
import { getMessageCalls } from './get-message-calls.ts';
import { messages } from './messages.ts';
import { processMessageOnce } from './process-message.ts';

let first: LlmSimulator;
let second: LlmSimulator;
let t: TestContext;
const me = makeIdentity();

beforeAll(async () => {
  [first, second] = await Promise.all([startLlmSimulator(), startLlmSimulator()]);
  t = await createTestContext({
    LMSTUDIO_BASE_URL: first.url,
    OPENAI_BASE_URL: second.url,
    OPENAI_API_KEY: 'k',
    LLM_FAILOVER_ORDER: 'openai',
    LLM_BREAKER_FAILURES_LMSTUDIO: '3',
    LLM_BREAKER_FAILURES: '3',
  });
});
afterEach(async () => {
  for (const simulator of [first, second]) {
    simulator.configure({ errorRate: 0, errorCodes: [500], apiKey: '' });
    simulator.reset();
  }
  await t.ctx.redis.del(...(await t.ctx.redis.keys(`${t.settings.REDIS_PREFIX}:{llm}*`)));
});
afterAll(async () => {
  await t.close();
  await Promise.all([first.close(), second.close()]);
});

const send = async (text: string, llm?: object) => {
  const { conversation_id } = await makeConversation(t.ctx, me);
  return (await makeMessage(t.ctx, me, conversation_id, text, llm ? { llm } : {})).message_id;
};
const once = (id: string, ctx = t.ctx) =>
  processMessageOnce(ctx, id, { id: 'w', stopping: new AbortController().signal });
const run = async (id: string) => {
  const waits: number[] = [];
  for (let outcome = await once(id); outcome.kind === 'later'; outcome = await once(id))
    waits.push(outcome.retryAfterMs);
  return waits;
};
const replyTo = (id: string) => messages(t.ctx).findOne({ 'relationships.reply_to_message_id': id });
const askedOf = async (id: string) =>
  (await llmCalls(t.ctx).find({ message_id: id }).sort({ attempt: 1 }).toArray()).map(
    ({ provider, outcome, requested_provider, failover_reason }) => [
      provider,
      outcome,
      requested_provider,
      failover_reason,
    ],
  );
const breakOn = (simulator: LlmSimulator, status = 500) => simulator.configure({ errorRate: 1, errorCodes: [status] });

test('when one fails the next answers at once, and the reply says so', async () => {
  breakOn(first);
  const id = await send('who are you?', { temperature: 0.4 });
  expect(await run(id)).toEqual([0]);
  expect((await replyTo(id))?.llm_metadata).toMatchObject({
    provider: 'openai',
    model: 'gpt-4o-mini',
    temperature: 0.4,
    requested_provider: 'lmstudio',
    failover_reason: 'server_error',
  });
  expect(await askedOf(id)).toEqual([
    ['lmstudio', 'server_error', undefined, undefined],
    ['openai', 'ok', 'lmstudio', 'server_error'],
  ]);
  const reply = (await replyTo(id))?.message_id ?? '';
  const { items, message_id } = await getMessageCalls(t.ctx, me, { message_id: reply });
  expect(message_id).toBe(id);
  expect(items).toMatchObject([
    { attempt: 1, provider: 'lmstudio', outcome: 'server_error', http_status: 500, total_cost: null },
    { attempt: 2, provider: 'openai', outcome: 'ok', requested_provider: 'lmstudio', failover_reason: 'server_error' },
  ]);
  const stranger = getMessageCalls(t.ctx, makeIdentity(), { message_id: id });
  await expect(stranger).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('one whose breaker is open is not asked; both open, the message waits at no cost', async () => {
  breakOn(first);
  for (let failed = 0; failed < 3; failed++) await run(await send(`fails ${failed}`));
  expect(first.stats().requests).toBe(3);
  const moved = await send('moved');
  expect(await run(moved)).toEqual([]);
  expect(await askedOf(moved)).toEqual([['openai', 'ok', 'lmstudio', 'left_alone']]);
  expect(first.stats().requests).toBe(3);

  await forceBreaker(t.ctx, makeIdentity('admin'), { provider: 'openai', forced: 'open', reason: 'a test' });
  const waiting = await send('waits');
  const outcome = await once(waiting);
  expect(outcome).toMatchObject({ kind: 'later', reason: 'LLM_LEFT_ALONE' });
  expect(await askedOf(waiting)).toEqual([]);
  const late = { ...t.ctx, now: () => new Date(Date.now() + 301_000) };
  await forceBreaker(t.ctx, makeIdentity('admin'), { provider: 'lmstudio', forced: 'open', reason: 'a test' });
  expect(await once(waiting, late)).toEqual({ kind: 'failed' });
  expect((await messages(t.ctx).findOne({ _id: waiting }))?.processing_metadata?.error_message).toBe(
    'The language model provider lmstudio is left alone because it failed too often (held by an operator).',
  );
  for (const provider of ['openai', 'lmstudio'] as const)
    await forceBreaker(t.ctx, makeIdentity('admin'), { provider, forced: null, reason: 'over' });
});

test('both failing, three calls are made in all, in turn', async () => {
  breakOn(first);
  breakOn(second);
  const id = await send('nobody answers');
  const waits = await run(id);
  expect(waits[0]).toBe(0);
  expect((await askedOf(id)).map(([provider]) => provider)).toEqual(['lmstudio', 'openai', 'lmstudio']);
  expect(first.stats().requests + second.stats().requests).toBe(3);
});

test('a key that is not accepted goes elsewhere; what was refused for its content does not', async () => {
  first.configure({ apiKey: 'another' });
  const id = await send('hello');
  await run(id);
  expect(await askedOf(id)).toEqual([
    ['lmstudio', 'unauthorized', undefined, undefined],
    ['openai', 'ok', 'lmstudio', 'unauthorized'],
  ]);
  first.configure({ apiKey: '' });
  const refused = await send('[[sim:finish=content_filter empty]]');
  await run(refused);
  expect((await askedOf(refused)).map(([, outcome]) => outcome)).toEqual(['rejected']);
});

test('the order of a message counts before the setting, and may be nobody', async () => {
  breakOn(first);
  const id = await send('only this one', { failover: [] });
  await run(id);
  expect((await askedOf(id)).map(([provider]) => provider)).toEqual(['lmstudio', 'lmstudio', 'lmstudio']);
  expect((await messages(t.ctx).findOne({ _id: id }))?.processing_status).toBe('failed');
  expect((await listProviders(t.ctx)).items[0]?.breaker.state).toBe('open');
});

test('the ledger and the reply say what it cost: cached and thought tokens by their price', async () => {
  const id = await send('[[sim:text="one two three" cached=4 reasoning=5]]', { provider: 'openai', model: 'gpt-4o' });
  await run(id);
  const [call] = await llmCalls(t.ctx).find({ message_id: id }).toArray();
  const prompt = call?.prompt_tokens ?? 0;
  const prompt_nanos = (prompt - 4) * 2_500 + 4 * 1_250;
  expect(call).toMatchObject({
    outcome: 'ok',
    cached_tokens: 4,
    reasoning_tokens: 5,
    completion_tokens: 8,
    prompt_nanos,
    completion_nanos: 80_000,
    total_nanos: prompt_nanos + 80_000,
    price_version: expect.any(String),
  });
  const { items } = await getMessageCalls(t.ctx, me, { message_id: id });
  expect(items).toMatchObject([
    { attempt: 1, provider: 'openai', outcome: 'ok', cached_tokens: 4, total_cost: (prompt_nanos + 80_000) / 1e9 },
  ]);
  expect((await replyTo(id))?.token_usage).toMatchObject({
    cached_tokens: 4,
    reasoning_tokens: 5,
    total_cost: (prompt_nanos + 80_000) / 1e9,
    cost_currency: 'USD',
  });
});
