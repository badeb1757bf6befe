import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clientAddress, overwriteForwardedFor } from './client-address';

describe('who asks', () => {
  test.each([
    ['the peer, whatever it says of itself', '192.0.2.1', '198.51.100.7', [], '192.0.2.1'],
    ['the peer, when it sends nothing', '192.0.2.1', '', ['192.0.2.1'], '192.0.2.1'],
    ['whom a trusted proxy names', '192.0.2.1', '198.51.100.7', ['192.0.2.1'], '198.51.100.7'],
    [
      'the last of the list, not what the client put before it',
      '192.0.2.1',
      '1.1.1.1, 2.2.2.2',
      ['192.0.2.1'],
      '2.2.2.2',
    ],
    ['through a chain of proxies', '10.0.0.1', '1.1.1.1, 2.2.2.2, 10.9.9.9', ['10.0.0.0/8'], '2.2.2.2'],
    ['the proxy, when what it names is no address', '192.0.2.1', 'unknown', ['192.0.2.1'], '192.0.2.1'],
    ['an IPv4 peer of a socket for both', '::ffff:192.0.2.1', '2001:db8::1', ['192.0.2.1'], '2001:db8::1'],
    ['an IPv6 proxy', '2001:db8::9', '198.51.100.7', ['2001:db8::/32'], '198.51.100.7'],
  ])('%s', (_name, peer, forwardedFor, trusted, expected) => {
    expect(clientAddress(peer, forwardedFor, trusted)).toBe(expected);
  });
});

describe('over HTTP', () => {
  const server = createServer(({ headers }, response) => response.end(headers['x-forwarded-for']));
  beforeAll(async () => {
    overwriteForwardedFor(['127.0.0.9']);
    server.listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
  });
  afterAll(() => server.close());

  const ask = (localAddress: string, headers: Record<string, string | string[]>) =>
    new Promise<string>((resolve, reject) => {
      const { port } = server.address() as AddressInfo;
      request({ host: '127.0.0.1', port, localAddress, headers, agent: false }, (answer) => {
        answer.setEncoding('utf8').on('data', resolve);
      })
        .on('error', reject)
        .end();
    });

  test('a client cannot choose its address', async () => {
    expect(await ask('127.0.0.1', { 'x-forwarded-for': '198.51.100.7' })).toBe('127.0.0.1');
    expect(await ask('127.0.0.1', { 'X-Forwarded-For': ['198.51.100.7', '198.51.100.8'] })).toBe('127.0.0.1');
    expect(await ask('127.0.0.1', {})).toBe('127.0.0.1');
  });

  test.runIf(process.platform === 'linux')('a trusted proxy names it', async () => {
    expect(await ask('127.0.0.9', { 'x-forwarded-for': '198.51.100.7' })).toBe('198.51.100.7');
  });
});
