import { connect } from 'node:net';
import { CONSOLE_HEADER } from '@message-service/shared/auth';
import { Problem } from '@message-service/shared/errors';
import { makeConversation, makeIdentity } from '@message-service/testing/factories';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newAccount, pairOf, signInBody } from '../auth/http.fixture.ts';
import { type Api, bearer, startApi } from '../testing/api.test-kit.ts';
import { head, type RawAnswer, sendRaw } from '../testing/raw.test-kit.ts';
import { SECURITY_HEADERS } from './security-headers.ts';

const LIMIT = 20_000;

let api: Api;
let token: string;
const me = makeIdentity();
beforeAll(async () => {
  api = await startApi({ MAX_BODY_BYTES: String(LIMIT) });
  token = await bearer(me);
});
afterAll(() => api.close());

const expectProblem = (answer: RawAnswer, status: number, code: string) => {
  expect(answer.status, answer.text).toBe(status);
  expect(answer.headers).toMatchObject({ ...SECURITY_HEADERS, 'x-trace-id': expect.any(String) });
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
  expect(Problem.strict().parse(JSON.parse(answer.text))).toMatchObject({
    status,
    code,
    trace_id: answer.headers['x-trace-id'],
  });
};
const post = (headers: Record<string, string | number>) =>
  head('POST', '/messages', { authorization: token, 'content-type': 'application/json', ...headers });
const chunked = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;

describe('bytes that no client sends', () => {
  test('a body over the limit is refused by its announced length, before it is sent', async () => {
    expectProblem(await sendRaw(api.port, post({ 'content-length': LIMIT + 1 })), 413, 'PAYLOAD_TOO_LARGE');
  });

  test('a body over the limit in chunks is refused while it comes', async () => {
    const parts = Array.from({ length: 4 }, () => chunked(' '.repeat(LIMIT / 3)));
    const answer = await sendRaw(api.port, post({ 'transfer-encoding': 'chunked' }), ...parts);
    expectProblem(answer, 413, 'PAYLOAD_TOO_LARGE');
  });

  test('a body of exactly the limit is read', async () => {
    const body = '{}'.padEnd(LIMIT);
    expectProblem(await sendRaw(api.port, post({ 'content-length': LIMIT }), body), 400, 'VALIDATION_FAILED');
  });

  test('a length that is too short leaves rubbish behind, which is refused too', async () => {
    const first = await sendRaw(api.port, post({ 'content-length': 2 }), '{}{"more":true}\r\n\r\n');
    expectProblem(first, 400, 'VALIDATION_FAILED');
  });

  test.each<[string, string]>([
    ['two lengths', 'POST /messages HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}'],
    [
      'length and chunks',
      'POST /messages HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}',
    ],
    ['a length that is no number', 'POST /messages HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n{}'],
    ['a null byte in a header', 'GET / HTTP/1.1\r\nHost: a\r\nx: a\0b\r\n\r\n'],
    ['no HTTP at all', 'hello\r\n\r\n'],
    ['the greeting of TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n'],
  ])('%s', async (_name, bytes) => {
    expectProblem(await sendRaw(api.port, bytes), 400, 'VALIDATION_FAILED');
  });

  test('headers over the limit', async () => {
    const answer = await sendRaw(api.port, head('GET', '/health', { x: 'y'.repeat(20_000) }));
    expectProblem(answer, 413, 'PAYLOAD_TOO_LARGE');
  });

  test('a path that cannot be decoded', async () => {
    expectProblem(await sendRaw(api.port, head('GET', '/messages/%E0%A4%A')), 400, 'VALIDATION_FAILED');
  });

  test('a body that never comes holds up nobody else', async () => {
    const socket = connect(api.port, '127.0.0.1');
    socket.write(`${post({ 'content-length': 100 })}{`);
    expect((await api.send({ path: '/health/live' })).status).toBe(200);
    socket.destroy();
  });
});

describe('headers', () => {
  test.each([
    ...['/health', '/health/live', '/metrics', '/openapi.json', '/nothing', '/%zz', '/conversations', '/auth/session'],
    ...['/trpc/auth.session', '/trpc/nothing', '/trpc/messages.get', '/docs/static/nothing'],
  ])('of %s forbid to run, frame or guess anything', async (path) => {
    const { headers } = await api.send({ path });
    const { 'content-security-policy': policy, ...others } = SECURITY_HEADERS;
    expect(headers).toMatchObject(others);
    if (!path.startsWith('/docs')) expect(headers['content-security-policy']).toBe(policy);
  });

  test('of the documentation let it run its own scripts only', async () => {
    const { headers } = await api.send({ path: '/docs' });
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self'; /);
    expect(headers['content-security-policy']).not.toMatch(/unsafe|https?:|\*/);
    expect(headers['x-frame-options']).toBe('DENY');
  });

  test('answers with personal data are not to be kept', async () => {
    for (const path of ['/conversations', '/trpc/auth.session', '/auth/session']) {
      expect((await api.send({ path, as: me })).headers['cache-control']).toBe('no-store');
    }
  });

  test.each<[string, boolean]>([
    ['0af7651916cd43dd8448eb211c80319c', true],
    ['a.b:c-d_e', true],
    ['x'.repeat(128), true],
    ['x'.repeat(129), false],
    ['a b', false],
    ['{"$ne":1}', false],
    ['<script>', false],
    ['', false],
  ])('x-trace-id %j', async (given, isTaken) => {
    for (const path of ['/health/live', '/nothing', '/%zz', '/trpc/nothing']) {
      const { headers, text } = await api.send({ path, headers: { 'x-trace-id': given } });
      if (isTaken) expect(headers['x-trace-id']).toBe(given);
      else expect(headers['x-trace-id']).toMatch(/^[0-9a-f-]{36}$/);
      if (path !== '/health/live') expect(text).toContain(`"trace_id":"${headers['x-trace-id']}"`);
    }
  });
});

describe('requests of a foreign page with a session cookie', () => {
  test('are refused wherever something would change', async () => {
    const user = await newAccount(api.t.ctx);
    const signedIn = await api.send({ method: 'POST', path: '/auth/sign-in', body: signInBody(user.email) });
    const cookie = pairOf({ status: 0, body: null, headers: {}, cookies: signedIn.headers['set-cookie'] ?? [] });
    const { conversation_id } = await makeConversation(api.t.ctx, { user_id: user.user_id, roles: ['user'] });
    const json = JSON.stringify({ conversation_id, content: { text: 'x' } });
    const [fromConsole, foreign] = [
      { [CONSOLE_HEADER.name]: CONSOLE_HEADER.value },
      { origin: 'https://evil.example' },
    ];
    const types: [string, string][] = [
      [
        'multipart/form-data; boundary=b',
        `--b\r\nContent-Disposition: form-data; name="json"\r\n\r\n${json}\r\n--b--\r\n`,
      ],
      ['application/x-www-form-urlencoded', `conversation_id=${conversation_id}&content[text]=x`],
      ['text/plain', json],
      ['application/octet-stream', json],
      ['application/json', json],
    ];
    let refused = 0;
    for (const path of ['/messages', '/conversations', '/trpc/messages.send', '/auth/sign-in', '/auth/sign-out']) {
      for (const [type, body] of types) {
        const ownPages = type === 'application/json' ? [] : [{}, fromConsole];
        for (const more of [...ownPages, foreign, { ...fromConsole, ...foreign }]) {
          const headers = { cookie, 'content-type': type, ...more };
          const answer = await api.send({ method: 'POST', path, headers, body });
          expect([400, 403], `${path} ${type}`).toContain(answer.status);
          refused++;
        }
      }
    }
    const list = await api.send({ path: `/conversations/${conversation_id}/messages`, headers: { cookie } });
    expect(list).toMatchObject({ status: 200, body: { items: [] } });
    process.stdout.write(`cross-origin: ${types.length} content types, ${refused} requests, all refused\n`);
  });
});
