import { CONSOLE_HEADER } from '@message-service/shared/auth';
import { makeConversation, makeIdentity, makeMessage } from '@message-service/testing/factories';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newAccount, pairOf, signInBody } from '../auth/http.fixture.ts';
import { type Api, type Call, startApi } from '../testing/api.test-kit.ts';
import { toCall } from '../testing/trpc.test-kit.ts';

const APP = 'https://app.example.org';
const FOREIGN = 'https://app.example.org.evil.example';
const CONSOLE = 'http://localhost:3456';
const me = makeIdentity();
let api: Api;
beforeAll(async () => {
  api = await startApi({ CORS_ORIGINS: `${APP}, ${CONSOLE}` });
});
afterAll(() => api.close());

/** What the answer says of origins. */
const headersOf = async (call: Call, origin: string) => {
  const leave = new AbortController();
  const response = await api.open({ ...call, headers: { ...call.headers, origin } }, leave.signal);
  response.on('error', () => undefined);
  const { headers, statusCode } = response;
  leave.abort();
  const said = Object.entries(headers).filter(([name]) => name.startsWith('access-control-'));
  return { status: statusCode, vary: headers.vary, said: Object.fromEntries(said) };
};
const READABLE = {
  'access-control-allow-origin': APP,
  'access-control-expose-headers': 'x-trace-id, retry-after, ratelimit-limit, ratelimit-remaining, ratelimit-reset',
};

test('a page of a configured origin is told that it may call, and with what', async () => {
  for (const path of ['/messages', '/conversations/conv_000000001', '/trpc/messages.send']) {
    const headers = { 'access-control-request-method': 'DELETE', 'access-control-request-headers': 'authorization' };
    const call = { method: 'OPTIONS', path, headers };
    expect(await headersOf(call, APP)).toMatchObject({
      status: 204,
      said: {
        ...READABLE,
        'access-control-allow-methods': 'GET, POST, PATCH, DELETE',
        'access-control-allow-headers': 'authorization, content-type, last-event-id, traceparent, x-trace-id',
      },
    });
    for (const origin of [FOREIGN, CONSOLE, 'null'])
      expect(await headersOf(call, origin), origin).toEqual({ status: 404, vary: 'origin', said: {} });
  }
});

test('it may read every answer: of REST and tRPC, errors and streams', async () => {
  const { conversation_id } = await makeConversation(api.t.ctx, me);
  const { message_id } = await makeMessage(api.t.ctx, me, conversation_id);
  const calls: [Call, number][] = [
    [{ path: '/conversations', as: me }, 200],
    [{ path: '/conversations' }, 401],
    [{ path: '/nothing', as: me }, 404],
    [{ path: '/conversations/conv_missing001', as: me }, 404],
    [{ path: `/messages/${message_id}/events`, as: me }, 200],
    [{ ...toCall('query', 'conversations.list', {}), as: me }, 200],
    [{ ...toCall('query', 'conversations.list', {}) }, 401],
    [{ ...toCall('subscription', 'messages.watch', { message_id }), as: me }, 200],
  ];
  for (const [call, status] of calls) {
    const answer = await headersOf(call, APP);
    expect(answer, call.path).toMatchObject({ status });
    expect(answer.vary?.toLowerCase()).toContain('origin');
    expect(answer.said).toEqual(READABLE);
    expect(await headersOf(call, FOREIGN), call.path).toEqual({ status, vary: answer.vary, said: {} });
  }
});

test('a cookie is not accepted from there, whatever is asked', async () => {
  const user = await newAccount(api.t.ctx);
  const signIn = { method: 'POST', path: '/auth/sign-in', body: signInBody(user.email) };
  const signedIn = await api.send(signIn);
  const cookies = signedIn.headers['set-cookie'] ?? [];
  const cookie = pairOf({ status: 0, body: null, headers: {}, cookies });
  const headers = { cookie, [CONSOLE_HEADER.name]: CONSOLE_HEADER.value };
  const create = { method: 'POST', path: '/conversations', body: { character_id: 'char_luna00001' } };
  for (const call of [{ path: '/conversations' }, create, toCall('query', 'conversations.list', {})]) {
    expect((await api.send({ ...call, headers })).status, call.path).toBeLessThan(300);
    expect((await api.send({ ...call, headers: { ...headers, origin: CONSOLE } })).status).toBeLessThan(300);
    expect((await api.send({ ...call, headers: { ...headers, origin: APP } })).status, call.path).toBe(401);
  }
  expect((await api.send({ ...signIn, headers: { origin: APP } })).status).toBe(403);
});
