import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { getGlobalDispatcher, setGlobalDispatcher } from 'undici';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { guardOutbound, OutboundSettings } from './index.ts';
import { createJudge } from './judge-address.ts';

let server: Server;
let port = 0;
let reached = 0;
let location = '';
const warned: unknown[] = [];
const log = { warn: (...said: unknown[]) => void warned.push(said) };

/** What the files before and after this one call with. */
const unguarded = getGlobalDispatcher();

/** What names resolve to, one answer after the other; the last one stays. */
const names = new Map<string, string[]>();
const guard = (allowed: string, test: Record<string, string[]> = {}) => {
  names.clear();
  for (const [name, answers] of Object.entries(test)) names.set(name, [...answers]);
  guardOutbound(OutboundSettings.parse({ OUTBOUND_PRIVATE_HOSTS: allowed }), log, (host, _options, callback) => {
    const answers = names.get(host) ?? [];
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    callback(
      null,
      (answer ?? '').split(' ').map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  });
};
const faultOf = async (host: string, init: RequestInit = {}): Promise<string> => {
  try {
    const response = await fetch(`http://${host}:${port}/`, { signal: AbortSignal.timeout(2_000), ...init });
    return String(response.status);
  } catch (error) {
    return error instanceof Error && error.cause instanceof Error ? error.cause.name : String(error);
  }
};
const REFUSED = 'RefusedAddressError';

beforeAll(async () => {
  server = createServer((_request, response) => {
    reached++;
    response.writeHead(location === '' ? 200 : 302, location === '' ? {} : { location }).end('inside');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  port = typeof address === 'object' && address ? address.port : 0;
});
beforeEach(() => {
  reached = 0;
  location = '';
});
afterAll(() => {
  setGlobalDispatcher(unguarded);
  server.closeAllConnections();
  server.close();
});

const refused = [
  ...[
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f000001',
    '0.0.0.0',
    '10.0.0.1',
    '172.16.0.1',
    '192.168.1.1',
    '100.64.0.1',
  ],
  ...['169.254.169.254', '100.100.100.200', '[::1]', '[::]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[fe80::1]'],
  ...['[fd00::1]', '[fd00:ec2::254]', '[64:ff9b::7f00:1]', '[2002:7f00:1::]', '224.0.0.1', '255.255.255.255'],
];
test(`${refused.length} addresses of the inside, however they are written, and names of them, are refused`, async () => {
  guard('');
  for (const host of refused) expect(await faultOf(host), host).toBe(REFUSED);
  for (const written of refused) {
    const address = new URL(`http://${written}/`).hostname.replace(/^\[|\]$/g, '');
    guard('', { 'outside.example': [address] });
    expect(await faultOf('outside.example'), written).toBe(REFUSED);
  }
  expect(reached).toBe(0);
  process.stdout.write(`outbound: ${refused.length} addresses x {address, name} refused, none reached\n`);
});

test('a host that is named may be private, by its name, address or network; no other one', async () => {
  guard('127.0.0.1', { 'lmstudio.lan': ['127.0.0.1'] });
  expect(await faultOf('127.0.0.1')).toBe('200');
  guard('lmstudio.lan', { 'lmstudio.lan': ['127.0.0.1'], 'other.lan': ['127.0.0.1'] });
  expect(await faultOf('lmstudio.lan')).toBe('200');
  expect([await faultOf('other.lan'), await faultOf('127.0.0.1')]).toEqual([REFUSED, REFUSED]);
  guard('127.0.0.0/8', { 'other.lan': ['127.0.0.1'] });
  expect(await faultOf('other.lan')).toBe('200');
});

test('an address is judged as what it leads to: IPv4 behind NAT64, link-local ones with their zone', () => {
  const judge = createJudge(['named.lan']);
  expect(judge('a.example', '64:ff9b::5db8:d822')).toBe(true);
  expect(judge('named.lan', '64:ff9b::a00:1')).toBe(true);
  for (const address of ['64:ff9b::', '64:ff9b::1', '64:ff9b::a9fe:a9fe', 'fe80::1%eth0']) {
    expect(judge('named.lan', address), address).toBe(false);
  }
});

test('link-local and metadata addresses are refused even when they are named', async () => {
  guard('169.254.0.0/16,metadata.example,0.0.0.0/0', { 'metadata.example': ['169.254.169.254'] });
  expect([await faultOf('169.254.169.254'), await faultOf('metadata.example')]).toEqual([REFUSED, REFUSED]);
});

test('a name that changes its mind is judged at each connection; one bad address among good ones is enough', async () => {
  guard('', { 'mixed.example': ['93.184.216.34 127.0.0.1'] });
  expect(await faultOf('mixed.example')).toBe(REFUSED);
  guard('first.example', { 'first.example': ['127.0.0.1', '169.254.169.254'] });
  const close = { headers: { connection: 'close' } };
  expect([await faultOf('first.example', close), await faultOf('first.example', close)]).toEqual(['200', REFUSED]);
});

test('a redirect leads to no address that may not be called', async () => {
  guard('start.example', { 'start.example': ['127.0.0.1'] });
  for (const target of ['http://169.254.169.254/', 'http://[::ffff:127.0.0.1]/', `http://127.0.0.1:${port}/`]) {
    location = target;
    expect(await faultOf('start.example')).toBe(REFUSED);
  }
  expect(reached).toBe(3);
});

test('what was refused is told with the host and the setting, not with the address behind it', async () => {
  guard('', { 'outside.example': ['10.1.2.3'] });
  warned.length = 0;
  await faultOf('outside.example');
  expect(warned).toEqual([[{ host: 'outside.example' }, expect.stringContaining('OUTBOUND_PRIVATE_HOSTS')]]);
  expect(JSON.stringify(warned)).not.toContain('10.1.2.3');
});

test.each(['', 'a.lan, 10.0.0.0/8,::1', 'a-b_c.lan'])('the setting takes %j', (given) => {
  expect(OutboundSettings.safeParse({ OUTBOUND_PRIVATE_HOSTS: given }).success).toBe(true);
});
test.each(['http://a.lan', '10.0.0.0/33', 'a b', '*', '-'])('the setting refuses %j', (given) => {
  expect(OutboundSettings.safeParse({ OUTBOUND_PRIVATE_HOSTS: given }).success).toBe(false);
});
