import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { newId } from '@message-service/shared/ids';
import { processMessage } from '@message-service/shared/messages/jobs';
import { createTestContext, type TestContext } from '@message-service/testing/context';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createContext } from '../context.ts';
import { CoreSettings } from '../settings.ts';
import { enqueue, enqueueMany, getQueueStatus } from './index.ts';

let t: TestContext;
beforeAll(async () => {
  t = await createTestContext();
});
afterAll(() => t.close());

const openWith = (redisUrl: string) =>
  createContext(CoreSettings.parse({ ...t.environment, REDIS_URL: redisUrl }), t.ctx.log, 'test');

/** A port that takes connections and never says anything, as a Redis behind a broken network looks. */
const listenSilently = async () => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => void sockets.add(socket)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `redis://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
};

test('several jobs go in together, and the same again has no effect', async () => {
  const payloads = Array.from({ length: 20 }, () => ({ message_id: newId('msg') }));
  expect(await enqueueMany(t.ctx, processMessage, payloads)).toBe(20);
  expect(await enqueueMany(t.ctx, processMessage, payloads)).toBe(20);
  expect(await enqueueMany(t.ctx, processMessage, [])).toBe(0);
  expect(await t.ctx.queues.get('message-processing').getWaitingCount()).toBe(20);
});

test('a payload that does not fit its schema goes in nowhere', async () => {
  await expect(enqueue(t.ctx, processMessage, { message_id: 'nonsense' })).rejects.toThrow('message_id');
});

test.each([
  ['away', async () => ({ url: 'redis://127.0.0.1:1', close: () => undefined })],
  ['silent', listenSilently],
])('with a redis that is %s nothing waits, nothing throws, and the status says so', async (_, start) => {
  const redis = await start();
  const ctx = await openWith(redis.url);
  expect(await enqueue(ctx, processMessage, { message_id: newId('msg') })).toBe(false);
  expect(ctx.queues.isReady()).toBe(false);
  await expect(getQueueStatus(ctx, 0)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  await ctx.close();
  redis.close();
});
