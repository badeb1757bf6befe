import { revokeSessions, users } from '@message-service/core/users';
import { createTestContext } from '@message-service/testing/context';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  CONSOLE,
  type Headers,
  JSON_TYPE,
  newAccount,
  newSession,
  pairOf,
  SECRET,
  type Server,
  send,
  signInTo,
  startServer,
} from './http.fixture.ts';
import { compact, hmac } from './issuer.fixture.ts';

let test: Awaited<ReturnType<typeof createTestContext>>;
let development: Server;
let production: Server;

beforeAll(async () => {
  test = await createTestContext();
  [development, production] = [await startServer(test.ctx, 'test'), await startServer(test.ctx, 'production')];
});
afterAll(async () => {
  await Promise.all([development.app.close(), production.app.close()]);
  await test.close();
});

const bearer = (change: object = {}) => {
  const exp = Math.floor(Date.now() / 1000) + 60;
  const identity = { iss: 'message-service', aud: 'message-service', sub: 'user_bearer001', roles: ['user'], exp };
  return `Bearer ${compact({ alg: 'HS256' }, { ...identity, ...change }, hmac(SECRET))}`;
};

describe('who calls', () => {
  it('is nobody without a token and a cookie', async () => {
    const anonymous: Headers[] = [{}, { authorization: 'Basic YTpi' }, { cookie: 'theme=dark' }];
    for (const headers of anonymous) {
      expect(await send(development, 'GET', '/me', headers)).toMatchObject({ status: 401 });
    }
  });

  it('is told by the bearer token before the cookie', async () => {
    const { cookie } = await newSession(test.ctx, development);
    const answer = await send(development, 'POST', '/me', { cookie, authorization: bearer() });
    expect(answer).toMatchObject({ status: 200, body: { user_id: 'user_bearer001', source: 'bearer' } });
  });

  it.each([
    ['expired', () => bearer({ exp: 1 })],
    ['malformed', () => 'Bearer abc'],
    ['missing', () => 'Bearer'],
    ['in lower case and malformed', () => 'bearer a.b'],
    ['given twice', () => `${bearer()}, ${bearer()}`],
  ])('is nobody when the token is %s, whatever the cookie', async (_name, authorization) => {
    const { cookie } = await newSession(test.ctx, development);
    const answer = await send(development, 'GET', '/me', { cookie, authorization: authorization() });
    expect(answer).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } });
  });

  it('changes at once with a role, a block and a revocation', async () => {
    const { user, cookie } = await newSession(test.ctx, development);
    const statusOf = async (path: string) => (await send(development, 'GET', path, { cookie })).status;
    expect([await statusOf('/me'), await statusOf('/admin')]).toEqual([200, 403]);
    await users(test.ctx).updateOne({ _id: user.user_id }, { $set: { roles: ['admin'] } });
    expect(await statusOf('/admin')).toBe(200);
    await users(test.ctx).updateOne({ _id: user.user_id }, { $set: { disabled: true } });
    expect(await statusOf('/me')).toBe(401);
    await users(test.ctx).updateOne({ _id: user.user_id }, { $set: { disabled: false } });
    await revokeSessions(test.ctx, user.user_id);
    expect(await statusOf('/me')).toBe(401);
  });
});

describe('requests by cookie', () => {
  let cookie: string;
  beforeEach(async () => {
    cookie = (await newSession(test.ctx, development)).cookie;
  });

  it('read without any further header', async () => {
    for (const method of ['GET', 'HEAD']) {
      expect((await send(development, method, '/me', { cookie, origin: 'https://evil.example' })).status).toBe(200);
    }
  });

  it.each<[string, Headers, string?]>([
    ['JSON of the console', { ...JSON_TYPE, origin: 'http://localhost:3456' }, '{}'],
    ['JSON of the console by its number', { ...JSON_TYPE, origin: 'http://127.0.0.1:3456' }, '{}'],
    ['JSON with a charset, without an origin', { 'content-type': 'Application/JSON; charset=utf-8' }, '{}'],
    ['no body', {}],
  ])('change with %s', async (_name, headers, body) => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      expect((await send(development, method, '/me', { ...CONSOLE, ...headers, cookie }, body)).status).toBe(200);
    }
  });

  it('change from a page of the api itself', async () => {
    const origin = `http://127.0.0.1:${development.port}`;
    expect((await send(development, 'POST', '/me', { ...CONSOLE, origin, cookie })).status).toBe(200);
  });

  it('take the api itself for an origin only over TLS in production', async () => {
    const user = await newAccount(test.ctx);
    const own = { cookie: pairOf(await signInTo(production, user.email)), ...CONSOLE };
    const host = `127.0.0.1:${production.port}`;
    expect((await send(production, 'POST', '/me', { ...own, origin: `http://${host}` })).status).toBe(403);
    expect((await send(production, 'POST', '/me', { ...own, origin: `https://${host}` })).status).toBe(200);
  });

  it.each<[string, Headers, string?]>([
    ['no header', { 'x-requested-with': '', ...JSON_TYPE }, '{}'],
    ['another header', { 'x-requested-with': 'XMLHttpRequest', ...JSON_TYPE }, '{}'],
    ['another origin', { ...JSON_TYPE, origin: 'https://evil.example' }, '{}'],
    ['another port', { ...JSON_TYPE, origin: 'http://localhost:3457' }, '{}'],
    ['another scheme', { ...JSON_TYPE, origin: 'https://localhost:3456' }, '{}'],
    ['an origin that begins alike', { ...JSON_TYPE, origin: 'http://localhost:3456.evil.example' }, '{}'],
    ['the origin null', { ...JSON_TYPE, origin: 'null' }, '{}'],
    ['an empty origin', { ...JSON_TYPE, origin: '' }, '{}'],
    [
      'a foreign origin and a forwarded host to match',
      { ...JSON_TYPE, origin: 'https://evil.example', 'x-forwarded-host': 'evil.example' },
      '{}',
    ],
    ['text/plain', { 'content-type': 'text/plain' }, '{}'],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 'a=1'],
    ['multipart', { 'content-type': 'multipart/form-data; boundary=x' }, '--x--'],
    ['two types in one', { 'content-type': 'text/plain, application/json' }, '{}'],
    ['JSON as a parameter', { 'content-type': 'text/plain; application/json' }, '{}'],
    ['an XML type without a body', { 'content-type': 'text/xml' }],
    ['a body without a type', {}, '{}'],
  ])('change nothing with %s', async (_name, headers, body) => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      const answer = await send(development, method, '/me', { ...CONSOLE, ...headers, cookie }, body);
      expect({ method, status: answer.status }).toEqual({ method, status: 403 });
    }
  });
});
