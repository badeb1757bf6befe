import { createTestContext, type TestContext } from '@message-service/testing/context';
import { type LlmSimulator, startLlmSimulator } from '@message-service/testing/llm-simulator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listModels, listProviders, validateLlm } from './index.ts';

let simulator: LlmSimulator;
let t: TestContext;
beforeAll(async () => {
  simulator = await startLlmSimulator({ models: ['google/gemma-3-12b', 'another-model'] });
  t = await createTestContext({
    LMSTUDIO_BASE_URL: simulator.url,
    ANTHROPIC_API_KEY: 'k',
    ANTHROPIC_BASE_URL: 'http://127.0.0.1:9',
    OPENAI_API_KEY: 'k',
    OPENAI_BASE_URL: simulator.url,
    LLM_FAILOVER_ORDER: 'anthropic,llm-service',
  });
});
afterAll(async () => {
  await t.close();
  await simulator.close();
});

test('every known provider is listed, the default and the failover marked', async () => {
  const { items } = await listProviders(t.ctx);
  expect(items.map(({ provider, configured, is_default }) => [provider, configured, is_default])).toEqual([
    ['lmstudio', true, true],
    ['openai', true, false],
    ['anthropic', true, false],
    ['llm-service', false, false],
    ['demo', false, false],
  ]);
  expect(items[2]).toMatchObject({ failover_position: 1, aliases: ['claude'] });
  expect(items.every(({ breaker }) => breaker.state === 'closed')).toBe(true);
});

test('models are what the provider lists; one that is away is told by what is known of it', async () => {
  const { items } = await listModels(t.ctx, {});
  const of = (name: string) => items.filter(({ provider }) => provider === name);
  expect(of('lmstudio').map(({ model, available }) => [model, available])).toEqual([
    ['google/gemma-3-12b', true],
    ['another-model', true],
  ]);
  expect(of('anthropic').map(({ available }) => available)).toEqual([null, null, null, null]);
  expect(of('anthropic')[0]?.limits).toMatchObject({ max_temperature: 1, penalties: false });
  await expect(listModels(t.ctx, { provider: 'llm-service' })).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
});

test('settings are held against the model, and a probe says whether it is there', async () => {
  const paths = async (settings: Parameters<typeof validateLlm>[1]) =>
    (await validateLlm(t.ctx, settings)).errors.map(({ path }) => path);
  expect(
    await paths({ temperature: 2, top_p: 0.5, frequency_penalty: 1, stop_sequences: ['a'], probe: false }),
  ).toEqual([]);
  expect(await paths({ provider: 'claude', temperature: 1.1, top_p: 0.5, presence_penalty: 1, probe: false })).toEqual([
    'temperature',
    'top_p',
    'presence_penalty',
  ]);
  expect(
    await paths({
      provider: 'openai',
      model: 'gpt-5-mini',
      temperature: 1,
      top_p: 1,
      stop_sequences: ['a'],
      probe: false,
    }),
  ).toEqual(['temperature', 'top_p', 'stop_sequences']);
  expect(await validateLlm(t.ctx, { probe: true })).toMatchObject({
    valid: true,
    provider: 'lmstudio',
    probe: { reachable: true, has_model: true },
  });
  expect(await validateLlm(t.ctx, { model: 'nobody-has-it', probe: true })).toMatchObject({
    valid: false,
    errors: [{ path: 'model' }],
  });
  expect(await validateLlm(t.ctx, { provider: 'anthropic', probe: true })).toMatchObject({
    valid: false,
    errors: [],
    probe: { reachable: false, error: 'unreachable', detail: expect.stringContaining('could not be reached') },
  });
});
