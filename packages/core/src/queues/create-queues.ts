import type { QueueName } from '@message-service/shared/jobs';
import { Queue } from 'bullmq';
import type { Logger } from 'pino';
import { createRedis, untilReady } from '../redis/index.ts';
import type { CoreSettings } from '../settings.ts';

export const QUEUE_NAMES: readonly QueueName[] = ['message-processing', 'maintenance'];

export type Queues = {
  get(name: QueueName): Queue;
  all(): Queue[];
  untilReady(ms: number): Promise<void>;
  close(): Promise<void>;
};

/** The producers' side of every queue, over one connection that fails fast while Redis is away. */
export const createQueues = (settings: Pick<CoreSettings, 'REDIS_URL' | 'REDIS_PREFIX'>, log: Logger): Queues => {
  const connection = createRedis(settings.REDIS_URL, log, 'fail-fast');
  const queues = new Map(
    QUEUE_NAMES.map((name) => {
      const queue = new Queue(name, { connection, prefix: settings.REDIS_PREFIX });
      queue.on('error', (error) => log.debug({ queue: name, error: error.message }, 'queue error'));
      return [name, queue] as const;
    }),
  );
  return {
    get(name) {
      const queue = queues.get(name);
      if (!queue) throw new Error(`no queue ${name}`);
      return queue;
    },
    all: () => [...queues.values()],
    untilReady: (ms) => untilReady(connection, ms),
    async close() {
      await Promise.allSettled([...queues.values()].map((queue) => queue.close()));
      connection.disconnect();
    },
  };
};
