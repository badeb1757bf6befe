import { expect, test } from 'vitest';
import { flag, loadEnv, portOf, testEnv, withoutNpmNoise } from './env.mjs';
import { adviceFor } from './failure.mjs';
import { nodeProblem } from './node-version.mjs';

test('of the variables of npm only those that say where and how to download are handed on', () => {
  const kept = {
    npm_config_registry: 'https://registry.example.org/',
    npm_config_cache: '/cache',
    npm_config_https_proxy: 'http://proxy.example.org',
    npm_config_cafile: '/certificates.pem',
    npm_config_userconfig: '/npmrc',
    PATH: '/bin',
  };
  const dropped = {
    npm_config_yes: 'false',
    npm_config_noproxy: '',
    npm_package_name: 'message-service',
    npm_lifecycle_event: 'start',
    INIT_CWD: '/',
    NODE_ENV: 'test',
  };
  expect(withoutNpmNoise({ ...kept, ...dropped })).toEqual(kept);
});

test('an empty variable counts as not set', () => {
  const env = loadEnv({ ENV_FILE: '', OPENAI_API_KEY: '', LOG_LEVEL: 'warn', SOMETHING_ELSE: '' });
  expect(env).toMatchObject({ LOG_LEVEL: 'warn', SOMETHING_ELSE: '' });
  expect(Object.keys(env)).not.toContain('OPENAI_API_KEY');
});

test("a test run takes none of the service's own settings", () => {
  const env = testEnv({
    MONGODB_URL: 'mongodb://production',
    OPENAI_API_KEY: 'key',
    PORT: '1',
    TEST_REDIS_URL: 'redis://x',
  });
  expect(env).toMatchObject({ ENV_FILE: '', TEST_REDIS_URL: 'redis://x' });
  for (const name of ['MONGODB_URL', 'OPENAI_API_KEY', 'PORT']) expect(Object.keys(env)).not.toContain(name);
});

test('switches and ports are read, and refused when unclear', () => {
  expect([flag({ A: 'TRUE' }, 'A', false), flag({ A: 'off' }, 'A', true), flag({}, 'A', true)]).toEqual([
    true,
    false,
    true,
  ]);
  expect(() => flag({ A: 'perhaps' }, 'A', true)).toThrow('A is "perhaps"');
  expect([portOf({ P: '8010' }, 'P', 1), portOf({}, 'P', 8004)]).toEqual([8010, 8004]);
  for (const P of ['0', '65536', '80.5', 'http']) expect(() => portOf({ P }, 'P', 1)).toThrow(`P is "${P}"`);
});

test('the oldest Node that will do is 20.19', () => {
  expect(['20.19.0', '20.20.2', '22.0.0', '24.1.0'].map(nodeProblem)).toEqual([null, null, null, null]);
  for (const version of ['18.20.4', '20.18.3']) expect(nodeProblem(version)).toContain(`Node ${version} is too old`);
});

test.each([
  ['getaddrinfo ENOTFOUND registry.example.org', 'The network cannot be reached'],
  ['ERR_PNPM_META_FETCH_FAIL  GET https://registry.example.org', 'The network cannot be reached'],
  ['ENOSPC: no space left on device, write', 'The disk is full or read-only'],
  ['EROFS: read-only file system', 'The disk is full or read-only'],
  ["EACCES: permission denied, mkdir '.data'", 'Check who owns'],
  ['error TS2322', 'Look at the output above'],
])('output with "%s" leads to advice', (output, advice) => {
  expect(adviceFor(output)).toContain(advice);
});
