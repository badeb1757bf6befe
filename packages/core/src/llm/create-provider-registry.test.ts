import { expect, test } from 'vitest';
import { createProviderRegistry, LlmProviderSettings } from './index.ts';

const registry = (environment: Record<string, string> = {}) =>
  createProviderRegistry(LlmProviderSettings.parse(environment));
const names = (environment: Record<string, string>) =>
  registry(environment)
    .list()
    .filter((provider) => provider.configured)
    .map((provider) => provider.name);

test('with nothing configured the demonstration answers', () => {
  expect(registry().default).toMatchObject({ name: 'demo', defaultModel: 'demo-1', configured: true });
  expect(names({})).toEqual(['demo']);
});

test('the first configured provider is the default, in the order of the specification', () => {
  const all = {
    LMSTUDIO_BASE_URL: 'http://a.test',
    OPENAI_API_KEY: 'k',
    ANTHROPIC_API_KEY: 'k',
    LLM_SERVICE_URL: 'http://b.test',
  };
  const { LMSTUDIO_BASE_URL: _, ...withoutStudio } = all;
  const { OPENAI_API_KEY: __, ...withoutOpenAi } = withoutStudio;
  expect(registry(all).default.name).toBe('lmstudio');
  expect(registry(withoutStudio).default.name).toBe('openai');
  expect(registry(withoutOpenAi).default.name).toBe('anthropic');
  expect(registry({ LLM_SERVICE_URL: 'http://b.test' }).default.name).toBe('llm-service');
  expect(names(all)).toEqual(['lmstudio', 'openai', 'anthropic', 'llm-service']);
});

test('the wanted default counts when it is configured, by either of its names', () => {
  const environment = { LMSTUDIO_BASE_URL: 'http://a.test', ANTHROPIC_API_KEY: 'k' };
  expect(registry({ ...environment, DEFAULT_LLM_PROVIDER: 'claude' }).default.name).toBe('anthropic');
  expect(registry({ ...environment, DEFAULT_LLM_PROVIDER: 'openai' }).default.name).toBe('lmstudio');
  expect(registry({ ...environment, DEFAULT_LLM_PROVIDER: 'demo' }).default.name).toBe('demo');
});

test('the default model belongs to the default provider', () => {
  const environment = { LMSTUDIO_BASE_URL: 'http://a.test', OPENAI_API_KEY: 'k', DEFAULT_MODEL: 'my-model' };
  expect(registry(environment).get('lmstudio').defaultModel).toBe('my-model');
  expect(registry(environment).get('openai').defaultModel).toBe('gpt-4o-mini');
  const elsewhere = registry({ OPENAI_API_KEY: 'k', DEFAULT_LLM_PROVIDER: 'lmstudio', DEFAULT_MODEL: 'my-model' });
  expect(elsewhere.default.defaultModel).toBe('gpt-4o-mini');
});

test('a provider is got by name, by alias or by default; one without configuration is a fault of the request', () => {
  const providers = registry({ ANTHROPIC_API_KEY: 'k' });
  expect(providers.get().name).toBe('anthropic');
  expect(providers.get('claude')).toBe(providers.get('anthropic'));
  expect(providers.get('demo')).toMatchObject({ name: 'demo', configured: false });
  expect(() => providers.get('openai')).toThrow(
    expect.objectContaining({ code: 'VALIDATION_FAILED', message: expect.stringContaining('openai') }),
  );
});

test.each([
  ['http://localhost:1234', 'http://localhost:1234/v1'],
  ['http://localhost:1234/', 'http://localhost:1234/v1'],
  ['http://localhost:1234/v1', 'http://localhost:1234/v1'],
  ['http://localhost:1234/v1/', 'http://localhost:1234/v1'],
  ['https://proxy.test/openai', 'https://proxy.test/openai/v1'],
  ['https://proxy.test/v1beta/openai/', 'https://proxy.test/v1beta/openai'],
])('%s is asked at %s', (address, baseUrl) => {
  expect(registry({ LMSTUDIO_BASE_URL: address }).default.baseUrl).toBe(baseUrl);
});

test('failover goes in the order of the setting, to those that are configured, each once', () => {
  const environment = {
    OPENAI_API_KEY: 'k',
    ANTHROPIC_API_KEY: 'k',
    LLM_FAILOVER_ORDER: 'claude, lmstudio,openai,anthropic',
  };
  expect(registry(environment).failover).toEqual(['anthropic', 'openai']);
});

test.each([
  { LLM_FAILOVER_ORDER: 'openai,skynet' },
  { LMSTUDIO_BASE_URL: 'localhost' },
  { LMSTUDIO_BASE_URL: 'file:///etc/passwd' },
  { OPENAI_BASE_URL: 'http://user:secret@a.test' },
  { DEFAULT_LLM_PROVIDER: 'skynet' },
  { LLM_REQUEST_TIMEOUT: '0' },
  { LLM_REQUEST_TIMEOUT: 'soon' },
  { LLM_MAX_REPLY_CHARACTERS: '50001' },
])('a setting that cannot work is refused: %o', (environment) => {
  expect(LlmProviderSettings.safeParse(environment).success).toBe(false);
});

test('limits have their defaults', () => {
  expect(LlmProviderSettings.parse({})).toEqual({
    LLM_REQUEST_TIMEOUT: 30,
    LLM_MAX_RESPONSE_BYTES: 8_388_608,
    LLM_MAX_REPLY_CHARACTERS: 50_000,
    LLM_FAILOVER_ORDER: [],
    LLM_RESPONSE_CACHE_SECONDS: 3_600,
    MAX_CONCURRENT_LLM_REQUESTS: 100,
    LLM_BREAKER_FAILURES: 5,
    LLM_BREAKER_FAILURES_LMSTUDIO: 3,
    LLM_BREAKER_SECONDS: 60,
    LLM_BREAKER_SUCCESSES: 3,
  });
});
