import { revokeSessions, sessions, users } from '@message-service/core/users';
import { CONSOLE_HEADER } from '@message-service/shared/auth';
import { makeConversation, makeIdentity, makeMessage } from '@message-service/testing/factories';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newAccount, pairOf, signInBody } from '../auth/http.fixture.ts';
import { type Api, signToken, startApi } from '../testing/api.test-kit.ts';
import { type Reader, readEvents } from '../testing/streams.test-kit.ts';
import { toCall } from '../testing/trpc.test-kit.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi({ STREAM_RECHECK_SECONDS: '0.2' });
});
afterAll(() => api.close());

const accept = async (user_id: string) => {
  const me = { user_id, roles: ['user' as const] };
  const { conversation_id } = await makeConversation(api.t.ctx, me);
  return (await makeMessage(api.t.ctx, me, conversation_id)).message_id;
};
const pathsOf = (message_id: string) => ({
  rest: `/messages/${message_id}/events`,
  trpc: toCall('subscription', 'messages.watch', { message_id }).path,
});
/** tRPC says why before it ends; an EventSource of REST comes back and is told then. */
const reasonOf = ({ events }: Reader) => {
  const last = events.at(-1);
  return last?.event === 'serialized-error' ? Reflect.get(Object(last.data), 'json').data.code : last?.event;
};
const signIn = async () => {
  const user = await newAccount(api.t.ctx);
  const answer = await api.send({ method: 'POST', path: '/auth/sign-in', body: signInBody(user.email) });
  return { user, cookie: pairOf({ status: 0, body: null, headers: {}, cookies: answer.headers['set-cookie'] ?? [] }) };
};

test.each(['rest', 'trpc'] as const)('a stream over %s ends when its token does', async (door) => {
  const me = makeIdentity();
  const path = pathsOf(await accept(me.user_id))[door];
  const authorization = `Bearer ${await signToken(me, 2)}`;
  const reader = await readEvents(api, path, undefined, { authorization });
  expect(reader.status).toBe(200);
  await reader.ended;
  expect(reasonOf(reader)).toBe(door === 'trpc' ? 'UNAUTHENTICATED' : 'progress');
  expect(api.app.openStreams.count()).toBe(0);
});

test.each(['rest', 'trpc'] as const)('a stream over %s ends after its session', async (door) => {
  const ends = {
    'sign-out': async (cookie: string) => {
      const headers = { cookie, [CONSOLE_HEADER.name]: CONSOLE_HEADER.value };
      expect((await api.send({ method: 'POST', path: '/auth/sign-out', headers })).status).toBe(204);
    },
    revocation: (_cookie: string, userId: string) => revokeSessions(api.t.ctx, userId),
  };
  for (const [name, end] of Object.entries(ends)) {
    const { user, cookie } = await signIn();
    const path = pathsOf(await accept(user.user_id))[door];
    const reader = await readEvents(api, path, undefined, { cookie });
    expect(reader.status, name).toBe(200);
    await end(cookie, user.user_id);
    await reader.ended;
    expect(reasonOf(reader), name).toBe(door === 'trpc' ? 'UNAUTHENTICATED' : 'progress');
  }
});

test('that a stream makes sure of its reader is no sign of life', async () => {
  const { user, cookie } = await signIn();
  const reader = await readEvents(api, pathsOf(await accept(user.user_id)).rest, undefined, { cookie });
  const hourAgo = new Date(Date.now() - 3_600_000);
  await sessions(api.t.ctx).updateOne({ user_id: user.user_id }, { $set: { last_seen_at: hourAgo } });
  // it has looked again when it ends because the roles are others
  await users(api.t.ctx).updateOne({ _id: user.user_id }, { $set: { roles: ['user', 'auditor'] } });
  await reader.ended;
  expect(await sessions(api.t.ctx).findOne({ user_id: user.user_id })).toMatchObject({ last_seen_at: hourAgo });
});

test('subscriptions count among the five streams of a user', async () => {
  const me = makeIdentity();
  const { rest, trpc } = pathsOf(await accept(me.user_id));
  const open = await Promise.all([rest, trpc, rest, trpc, rest].map((path) => readEvents(api, path, me)));
  await expect.poll(() => api.app.openStreams.count()).toBe(5);
  const refused = await readEvents(api, trpc, me);
  await refused.ended;
  expect(reasonOf(refused)).toBe('RATE_LIMITED');
  expect((await api.send({ path: rest, as: me })).status).toBe(429);
  for (const reader of open) reader.leave();
  await expect.poll(() => api.app.openStreams.count()).toBe(0);
  await expect.poll(() => api.t.ctx.redis.pubsub('CHANNELS', `${api.t.settings.REDIS_PREFIX}:*`)).toEqual([]);
});

test('the figures of operators stop with their reader', async () => {
  const admin = makeIdentity('admin');
  for (const path of ['queues.live', 'overview.live']) {
    const reader = await readEvents(api, toCall('subscription', path, undefined).path, admin);
    await expect.poll(() => reader.events.length).toBeGreaterThan(1);
    reader.leave();
    await expect.poll(() => api.app.openStreams.count()).toBe(0);
  }
});
