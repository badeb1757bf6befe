import { createTestContext } from '@message-service/testing/context';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CONSOLE,
  type Headers,
  JSON_TYPE,
  newAccount,
  newSession,
  PASSWORD,
  pairOf,
  type Server,
  send,
  signInBody,
  signInTo,
  startServer,
} from './http.fixture.ts';

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

describe('POST /auth/sign-in', () => {
  it('answers the person and sets a cookie that scripts cannot read', async () => {
    const user = await newAccount(test.ctx);
    const answer = await signInTo(development, user.email);
    expect(answer).toMatchObject({
      status: 200,
      body: { user_id: user.user_id, roles: ['user'], email: user.email, display_name: 'Somebody' },
      headers: { 'cache-control': 'no-store' },
    });
    expect(answer.cookies).toHaveLength(1);
    expect(answer.cookies[0]).toMatch(/^ms_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=604800$/);
    expect(JSON.stringify(answer.body)).not.toContain(pairOf(answer).slice('ms_session='.length));
  });

  it('sets a __Host- cookie in production, which development does not take', async () => {
    const user = await newAccount(test.ctx);
    const answer = await signInTo(production, user.email);
    expect(answer.cookies[0]).toMatch(
      /^__Host-ms_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=604800; Secure$/,
    );
    const cookie = pairOf(answer);
    expect(await send(production, 'GET', '/me', { cookie })).toMatchObject({ status: 200 });
    expect(await send(development, 'GET', '/me', { cookie })).toMatchObject({ status: 401 });
    expect(await send(production, 'GET', '/me', { cookie: cookie.slice('__Host-'.length) })).toMatchObject({
      status: 401,
    });
  });

  it('gives a new session every time and ends the one it replaces', async () => {
    const { user, cookie } = await newSession(test.ctx, development);
    const next = pairOf(await signInTo(development, user.email, { cookie }));
    expect(next).not.toBe(cookie);
    expect(await send(development, 'GET', '/me', { cookie })).toMatchObject({ status: 401 });
    expect(await send(development, 'GET', '/me', { cookie: next })).toMatchObject({ status: 200 });
  });

  it('answers 401 to a wrong password and keeps the session that was there', async () => {
    const { user, cookie } = await newSession(test.ctx, development);
    const body = signInBody(user.email, 'wrong password');
    const answer = await send(development, 'POST', '/auth/sign-in', { ...JSON_TYPE, cookie }, body);
    expect(answer).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' }, cookies: [] });
    expect(await send(development, 'GET', '/me', { cookie })).toMatchObject({ status: 200 });
  });

  it.each([
    ['an operator as the password', { email: 'a@example.org', password: { $ne: null } }],
    ['an operator as the address', { email: { $gt: '' }, password: PASSWORD }],
    ['an unknown key', { email: 'a@example.org', password: PASSWORD, roles: ['admin'] }],
    ['a list', [{ email: 'a@example.org', password: PASSWORD }]],
    ['nothing', null],
  ])('answers 400 to %s', async (_name, body) => {
    const answer = await send(development, 'POST', '/auth/sign-in', JSON_TYPE, JSON.stringify(body));
    expect(answer).toMatchObject({ status: 400, body: { code: 'VALIDATION_FAILED' }, cookies: [] });
  });

  it.each([
    ['text/plain', 'http://localhost:3456'],
    ['multipart/form-data; boundary=x', 'http://localhost:3456'],
    ['application/x-www-form-urlencoded', 'http://localhost:3456'],
    ['application/json', 'https://evil.example'],
    ['application/json', 'null'],
  ])('refuses %s from %s', async (type, origin) => {
    const user = await newAccount(test.ctx);
    const answer = await signInTo(development, user.email, { 'content-type': type, origin });
    expect(answer).toMatchObject({ status: 403, cookies: [] });
  });
});

describe('GET /auth/session', () => {
  it('answers the person who is signed in', async () => {
    const { user, cookie } = await newSession(test.ctx, development);
    const answer = await send(development, 'GET', '/auth/session', { cookie });
    expect(answer).toMatchObject({ status: 200, body: { user_id: user.user_id, email: user.email } });
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it.each([
    ['no cookie', {}],
    ['an empty cookie', { cookie: 'ms_session=' }],
    ['an unknown token', { cookie: `ms_session=${'A'.repeat(43)}` }],
    ['a cookie of another name', { cookie: 'xms_session=abc; ms_sessions=abc' }],
  ])('answers 401 to %s', async (_name, headers) => {
    expect(await send(development, 'GET', '/auth/session', headers)).toMatchObject({ status: 401 });
  });
});

describe('POST /auth/sign-out', () => {
  it('ends the session and clears the cookie, twice without an error', async () => {
    const { cookie } = await newSession(test.ctx, development);
    for (let i = 0; i < 2; i++) {
      const answer = await send(development, 'POST', '/auth/sign-out', { ...CONSOLE, cookie });
      expect(answer).toMatchObject({ status: 204, body: null });
      expect(answer.cookies).toEqual(['ms_session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0']);
    }
    expect(await send(development, 'GET', '/me', { cookie })).toMatchObject({ status: 401 });
  });

  it('is refused to a page of somebody else', async () => {
    const { cookie } = await newSession(test.ctx, development);
    expect(await send(development, 'POST', '/auth/sign-out', { cookie })).toMatchObject({ status: 403 });
    expect(await send(development, 'GET', '/me', { cookie })).toMatchObject({ status: 200 });
  });
});

describe('POST /auth/password', () => {
  const NEW = 'another good password';
  const change = (server: Server, cookie: string, body: object, headers: Headers = CONSOLE) =>
    send(server, 'POST', '/auth/password', { ...JSON_TYPE, ...headers, cookie }, JSON.stringify(body));

  it('gives another cookie and voids the one before, and those of other browsers', async () => {
    const { user, cookie } = await newSession(test.ctx, development);
    const elsewhere = pairOf(await signInTo(development, user.email));
    const answer = await change(development, cookie, { current_password: PASSWORD, new_password: NEW });
    expect(answer).toMatchObject({ status: 200, body: { user_id: user.user_id } });
    const next = pairOf(answer);
    expect(next).not.toBe(cookie);
    for (const [pair, status] of [
      [cookie, 401],
      [elsewhere, 401],
      [next, 200],
    ] as const)
      expect(await send(development, 'GET', '/me', { cookie: pair })).toMatchObject({ status });
  });

  it('refuses a wrong password, nobody, and a page of somebody else', async () => {
    const { cookie } = await newSession(test.ctx, development);
    const right = { current_password: PASSWORD, new_password: NEW };
    const wrong = await change(development, cookie, { ...right, current_password: 'wrong' });
    expect(wrong).toMatchObject({ status: 400, body: { errors: [{ path: 'current_password' }] } });
    expect(await change(development, '', right)).toMatchObject({ status: 401 });
    expect(await change(development, cookie, right, {})).toMatchObject({ status: 403 });
    const foreign = { ...CONSOLE, origin: 'https://evil.example' };
    expect(await change(development, cookie, right, foreign)).toMatchObject({ status: 403 });
    expect(await send(development, 'GET', '/me', { cookie })).toMatchObject({ status: 200 });
  });
});
