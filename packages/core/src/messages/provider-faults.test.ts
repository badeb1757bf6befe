import { createTestContext, type TestContext } from '@message-service/testing/context';
import { makeConversation, makeIdentity, makeMessage } from '@message-service/testing/factories';
import { type LlmSimulator, startLlmSimulator } from '@message-service/testing/llm-simulator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { limitsOf, llmCalls } from '../llm/index.ts';
import { MAX_PROVIDER_CALLS } from './generate-reply.ts';
import { messages } from './messages.ts';
import { processMessageOnce } from './process-message.ts';

const DEADLINE_MS = 1_000;
/** On a machine that does other things beside. A place that is not given back comes back 10 % after the deadline. */
const LATEST_MS = DEADLINE_MS * 3;

let simulator: LlmSimulator;
let quick: TestContext;
let patient: TestContext;
const open = (seconds: number) =>
  createTestContext({
    LMSTUDIO_BASE_URL: simulator.url,
    OPENAI_BASE_URL: simulator.url.replace('http:', 'https:'),
    LLM_SERVICE_URL: 'http://no-such-host.invalid',
    LLM_REQUEST_TIMEOUT: String(seconds),
    LLM_MAX_RESPONSE_BYTES: '1048576',
  });
beforeAll(async () => {
  simulator = await startLlmSimulator();
  [quick, patient] = await Promise.all([open(DEADLINE_MS / 1_000), open(30)]);
});
afterAll(async () => {
  await Promise.all([quick.close(), patient.close()]);
  await simulator.close();
});

type Fault = [what: string, directive: string, code: string, words: RegExp, provider?: 'openai' | 'llm-service'];
const FAULTS: Fault[] = [
  ['hang before headers', 'hang', 'LLM_TIMEOUT', /in time/],
  ['hang after headers', 'hang_after_headers', 'LLM_TIMEOUT', /in time/],
  ['1 B/s drip', 'drip', 'LLM_TIMEOUT', /in time/],
  ['200 MB', 'huge', 'LLM_TOO_LARGE', /over the size limit/],
  ['gzip bomb', 'gzip_bomb', 'LLM_TOO_LARGE', /over the size limit/],
  ['pings only', 'pings', 'LLM_TIMEOUT', /in time/],
  ['5xx', 'error=503', 'LLM_SERVER_ERROR', /a fault of its own/],
  ['429 + Retry-After', 'error=429 retry_after=7', 'LLM_RATE_LIMITED', /slow down/],
  ['bad JSON', 'bad_chunk', 'LLM_INVALID_RESPONSE', /cannot be used/],
  ['truncated JSON', 'truncated_json', 'LLM_INVALID_RESPONSE', /cannot be used/],
  ['wrong schema', 'wrong_schema', 'LLM_INVALID_RESPONSE', /cannot be used/],
  ['empty', 'empty', 'LLM_INVALID_RESPONSE', /cannot be used/],
  ['reset', 'reset', 'LLM_UNREACHABLE', /closed the connection/],
  ['redirect', 'redirect', 'LLM_REJECTED', /refused the request/],
  ['TLS', '', 'LLM_UNREACHABLE', /could not be reached/, 'openai'],
  ['DNS', '', 'LLM_UNREACHABLE', /could not be reached/, 'llm-service'],
];

const send = async (t: TestContext, directive: string, provider?: Fault[4]) => {
  const me = makeIdentity();
  const { conversation_id } = await makeConversation(t.ctx, me);
  const text = directive === '' ? 'hello' : `hello [[sim:${directive}]]`;
  return (await makeMessage(t.ctx, me, conversation_id, text, provider ? { llm: { provider } } : {})).message_id;
};
const run = async (t: TestContext, id: string): Promise<number[]> => {
  for (let waits: number[] = []; ; ) {
    const outcome = await processMessageOnce(t.ctx, id, { id: 'w', stopping: new AbortController().signal });
    if (outcome.kind !== 'later') return waits;
    waits = [...waits, outcome.retryAfterMs];
  }
};
const callsOf = (t: TestContext, id: string) =>
  llmCalls(t.ctx).find({ message_id: id }).sort({ started_at: 1 }).toArray();

test('each of the provider faults is classified, told in words, and frees its place in time; three calls at most', async () => {
  const strike = async ([what, directive, code, words, provider]: Fault) => {
    const t = code === 'LLM_TIMEOUT' ? quick : patient;
    const id = await send(t, directive, provider);
    const waits = await run(t, id);
    const doc = await messages(t.ctx).findOne({ _id: id });
    return { what, code, words, doc, calls: await callsOf(t, id), waits };
  };
  const hanging = FAULTS.filter(([, , code]) => code === 'LLM_TIMEOUT');
  const table = await Promise.all(hanging.map(strike));
  table.push(...(await Promise.all(FAULTS.filter((fault) => !hanging.includes(fault)).map(strike))));
  for (const { what, code, words, doc, calls, waits } of table) {
    const { error_code, error_message } = doc?.processing_metadata ?? {};
    const kinds = new Set(calls.map(({ outcome }) => `LLM_${outcome.toUpperCase()}`));
    const freed = Math.max(...calls.map(({ total_ms = Number.POSITIVE_INFINITY }) => total_ms));
    process.stdout.write(
      `fault: ${what.padEnd(20)} ${code.padEnd(20)} ${calls.length} calls, freed after ${freed} ms\n`,
    );
    expect([what, doc?.processing_status, error_code, kinds]).toEqual([what, 'failed', code, new Set([code])]);
    expect(error_message, what).toMatch(words);
    expect(calls.length, what).toBeLessThanOrEqual(MAX_PROVIDER_CALLS);
    expect(calls.length, what).toBe(waits.length + 1);
    expect(calls.map(({ attempt }) => attempt)).toEqual(calls.map((_, index) => index + 1));
    if (code === 'LLM_TIMEOUT') expect(freed, what).toBeLessThan(LATEST_MS);
  }
  await simulator.whenIdle();
  expect(limitsOf(quick.settings, 'lmstudio').leaseMs).toBe(DEADLINE_MS * 1.1);
  for (const { ctx, settings } of [quick, patient])
    expect(await ctx.redis.zcard(`${settings.REDIS_PREFIX}:{llm}:calls`)).toBe(0);
  const limited = table.find(({ what }) => what.startsWith('429'));
  expect(limited?.waits).toEqual([7_000, 7_000]);
}, 90_000);

test('tokens that are no numbers cost the figures, not the message', async () => {
  const id = await send(patient, 'nan_usage');
  await run(patient, id);
  const doc = await messages(patient.ctx).findOne({ _id: id });
  const reply = await messages(patient.ctx).findOne({ _id: doc?.reply_message_id ?? '' });
  expect(doc?.processing_status).toBe('completed');
  expect(reply?.token_usage).toMatchObject({ estimated: true, total_cost: 0 });
  expect(await callsOf(patient, id)).toMatchObject([{ outcome: 'ok', estimated: true, total_nanos: 0 }]);
});
