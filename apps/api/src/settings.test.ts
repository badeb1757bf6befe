import { expect, test } from 'vitest';
import { ApiSettings } from './settings.ts';

const parse = (TRUSTED_PROXIES: string) =>
  ApiSettings.safeParse({ MONGODB_URL: 'mongodb://a.test', REDIS_URL: 'redis://a.test', TRUSTED_PROXIES });

test.each(['1', '0', 'true', '127.1', '10.0.0.0/33', '0.0.0.0/0', '::/0', 'proxy.example', '127.0.0.1,2'])(
  'the api does not start when the proxies it trusts are %j',
  (given) => {
    expect(parse(given).error?.issues[0]?.path[0]).toBe('TRUSTED_PROXIES');
  },
);

test('it trusts proxies by address, network and the name of this machine', () => {
  const trusted = ['127.0.0.1', '::1', '10.0.0.0/8', 'fd00::/8', 'loopback'];
  expect(parse(trusted.join(' , ')).data?.TRUSTED_PROXIES).toEqual(trusted);
});
