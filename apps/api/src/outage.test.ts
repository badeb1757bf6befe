import { Problem } from '@message-service/shared/errors';
import { makeConversation, makeIdentity, makeMessage } from '@message-service/testing/factories';
import { readTestSettings } from '@message-service/testing/settings';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type Answer, type Api, startApi } from './testing/api.test-kit.ts';
import { type CutLine, openLine } from './testing/cut-line.test-kit.ts';
import { readMessageEvents } from './testing/streams.test-kit.ts';
import { toCall } from './testing/trpc.test-kit.ts';

const { TEST_MONGODB_URL = '', TEST_REDIS_URL = '' } = readTestSettings();
const [mongoUrl, redisUrl] = [new URL(TEST_MONGODB_URL), new URL(TEST_REDIS_URL)];

let mongo: CutLine;
let redis: CutLine;
let api: Api;
let conversation_id: string;
const me = makeIdentity();
const admin = makeIdentity('admin');

const through = (url: URL, line: CutLine, query = '') => `${url.protocol}//127.0.0.1:${line.port}/${query}`;
beforeAll(async () => {
  mongo = await openLine(mongoUrl.hostname, Number(mongoUrl.port));
  redis = await openLine(redisUrl.hostname, Number(redisUrl.port));
  api = await startApi({
    MONGODB_URL: through(mongoUrl, mongo, '?directConnection=true'),
    REDIS_URL: through(redisUrl, redis),
  });
  conversation_id = (await makeConversation(api.t.ctx, me)).conversation_id;
});
beforeEach(async () => {
  await Promise.all([mongo.mend(), redis.mend()]);
  await expect.poll(async () => (await post()).status, { timeout: 15_000 }).toBe(202);
  await expect.poll(() => api.t.ctx.redis.status, { timeout: 15_000 }).toBe('ready');
});
afterAll(async () => {
  await Promise.all([mongo.mend(), redis.mend()]);
  await vi.waitFor(() => expect(api.t.ctx.redis.status).toBe('ready'), { timeout: 15_000 });
  await api.close();
  await Promise.all([mongo.close(), redis.close()]);
});

const post = () => {
  const body = { conversation_id, content: { text: `n${performance.now()}` } };
  return api.send({ method: 'POST', path: '/messages', as: me, body });
};
const timed = async (call: Promise<Answer>): Promise<Answer> => {
  const started = performance.now();
  const answer = await call;
  expect(performance.now() - started).toBeLessThan(5_000);
  return answer;
};
const expectUnavailable = (answer: Answer) => {
  expect(answer.status, answer.text).toBe(503);
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  if (answer.text.startsWith('{"type"')) expect(Problem.parse(answer.body).code).toBe('UNAVAILABLE');
  expect(answer.text).not.toMatch(/mongo|ECONN|127\.0\.0\.1/i);
};

test('without the database: 503 within 5 s everywhere, alive and not ready, and writable again when it is back', async () => {
  await mongo.cut();
  const calls = [
    post(),
    api.send({ path: '/conversations', as: me }),
    api.send({ path: '/messages/msg_000000001', as: me }),
    api.send({ path: '/messages/msg_000000001/events', as: me }),
    api.send({ path: '/auth/session', headers: { cookie: `ms_session=${'x'.repeat(43)}` } }),
    api.send({ ...toCall('query', 'messages.get', { message_id: 'msg_000000001' }), as: me }),
    api.send({ ...toCall('mutation', 'messages.send', { conversation_id, content: { text: 'x' } }), as: me }),
  ];
  for (const answer of await Promise.all(calls.map(timed))) expectUnavailable(answer);
  expect(await timed(api.send({ path: '/health' }))).toMatchObject({ status: 503, body: { status: 'unhealthy' } });
  expect(await timed(api.send({ path: '/health/ready' }))).toMatchObject({
    status: 503,
    body: { status: 'not_ready' },
  });
  expect(await api.send({ path: '/health/live' })).toMatchObject({ status: 200 });
  await mongo.mend();
  await expect.poll(async () => (await post()).status, { timeout: 10_000 }).toBe(202);
});

test('a stream that is open while the database goes away is not cut for it', async () => {
  const { message_id } = await makeMessage(api.t.ctx, me, conversation_id, 'stream');
  const reader = await readMessageEvents(api, message_id, me);
  await expect.poll(() => reader.events.length).toBe(1);
  await mongo.cut();
  await mongo.mend();
  expect([reader.status, reader.events.length]).toEqual([200, 1]);
  reader.leave();
  await reader.ended;
});

test('without Redis messages are accepted and read; only the queues cannot be told', async () => {
  await redis.cut();
  const accepted = await timed(post());
  expect(accepted.status).toBe(202);
  const path = String(accepted.headers.location);
  expect(await timed(api.send({ path, as: me }))).toMatchObject({ status: 200, body: { processing_status: 'queued' } });
  const reader = await readMessageEvents(api, path.slice('/messages/'.length), me);
  await expect.poll(() => reader.events.length).toBe(1);
  reader.leave();
  await reader.ended;
  expectUnavailable(await timed(api.send({ path: '/admin/queue-status', as: admin })));
  expectUnavailable(await timed(api.send({ ...toCall('query', 'admin.queueStatus', undefined), as: admin })));
  // the answer of the test before may still stand
  await expect
    .poll(() => timed(api.send({ path: '/health' })), { timeout: 5_000 })
    .toMatchObject({ status: 200, body: { status: 'degraded' } });
  expect(await api.send({ path: '/health/ready' })).toMatchObject({ status: 200 });
});
