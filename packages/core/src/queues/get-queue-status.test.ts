import { once } from 'node:events';
import { createTestContext, type TestContext } from '@message-service/testing/context';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { getQueueStatus } from './get-queue-status.ts';

let t: TestContext;
beforeAll(async () => {
  t = await createTestContext();
});
afterAll(() => t.close());

const connectAs = async (queue: string, suffix: string) => {
  const connection = t.ctx.redis.duplicate();
  await once(connection, 'ready');
  await connection.client('SETNAME', `${t.settings.REDIS_PREFIX}:${Buffer.from(queue).toString('base64')}${suffix}`);
  return connection;
};

test('workers are told by their own names, by the number of their connection when they have none', async () => {
  const connections = [
    await connectAs('message-processing', ':w:worker-7'),
    await connectAs('maintenance', ':w:worker-7'),
    await connectAs('maintenance', ''),
  ];
  const { queues, workers } = await getQueueStatus(t.ctx, 3);
  expect(workers.map(({ id, queue }) => [queue, id])).toEqual([
    ['message-processing', 'worker-7'],
    ['maintenance', 'worker-7'],
    ['maintenance', expect.stringMatching(/^\d+$/)],
  ]);
  expect(queues.map((queue) => queue.workers)).toEqual([1, 2]);
  for (const connection of connections) connection.disconnect();
});
