import { expect, test } from 'vitest';
import { CoreSettings, parseSettings } from './settings.ts';

const stores = { MONGODB_URL: 'mongodb://a.test', REDIS_URL: 'redis://a.test' };
const faultsOf = (environment: Record<string, string>): string[] => {
  try {
    parseSettings(CoreSettings, environment);
    return [];
  } catch (error) {
    return String(error).split('\n').slice(1);
  }
};

test('the secret that everybody can read is refused in production only', () => {
  const fault = ['  HASH_SECRET_KEY: needed in production: a secret of its own'];
  const production = { ...stores, ENVIRONMENT: 'production', AUDIT_SECRET_KEY: 'another of sixteen' };
  expect(faultsOf(stores)).toEqual([]);
  expect(faultsOf(production)).toEqual(fault);
  const { AUDIT_SECRET_KEY: _, ...without } = { ...production, HASH_SECRET_KEY: 'a secret of sixteen' };
  const auditFault = ['  AUDIT_SECRET_KEY: needed in production: a secret of its own'];
  expect(faultsOf(without)).toEqual(auditFault);
  expect(faultsOf({ ...without, AUDIT_SECRET_KEY: 'development-audit-secret' })).toEqual(auditFault);
  expect(faultsOf({ ...without, AUDIT_SECRET_KEY: without.HASH_SECRET_KEY })).toEqual([
    '  AUDIT_SECRET_KEY: the same as HASH_SECRET_KEY',
  ]);
  expect(faultsOf({ ...production, HASH_SECRET_KEY: '' })).toEqual(fault);
  expect(faultsOf({ ...production, HASH_SECRET_KEY: 'development-hash-secret' })).toEqual(fault);
  expect(faultsOf({ ...production, HASH_SECRET_KEY: 'a secret of sixteen' })).toEqual([]);
});

test.each([
  [{ DEFAULT_LLM_PROVIDER: 'openai' }, false],
  [{ DEFAULT_LLM_PROVIDER: 'openai', OPENAI_API_KEY: '' }, false],
  [{ DEFAULT_LLM_PROVIDER: 'openai', LMSTUDIO_BASE_URL: 'http://a.test' }, false],
  [{ DEFAULT_LLM_PROVIDER: 'claude' }, false],
  [{ DEFAULT_LLM_PROVIDER: 'claude', ANTHROPIC_API_KEY: 'k' }, true],
  [{ DEFAULT_LLM_PROVIDER: 'openai', OPENAI_BASE_URL: 'http://a.test' }, true],
  [{ DEFAULT_LLM_PROVIDER: 'demo' }, true],
  [{ OPENAI_API_KEY: 'k' }, true],
  [{}, true],
])('a default provider that is named has to be configured: %j', (environment, fine) => {
  const fault = expect.stringContaining('DEFAULT_LLM_PROVIDER: ');
  expect(faultsOf({ ...stores, ...environment })).toEqual(fine ? [] : [fault]);
});

test('every fault is told at once', () => {
  expect(faultsOf({ ENVIRONMENT: 'production', DEFAULT_LLM_PROVIDER: 'openai', LOG_LEVEL: 'loud' })).toEqual([
    expect.stringContaining('LOG_LEVEL: '),
    expect.stringContaining('MONGODB_URL: '),
    expect.stringContaining('REDIS_URL: '),
    expect.stringContaining('HASH_SECRET_KEY: '),
    expect.stringContaining('AUDIT_SECRET_KEY: '),
    expect.stringContaining('DEFAULT_LLM_PROVIDER: '),
  ]);
});
