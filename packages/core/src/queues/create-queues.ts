import { QUEUE_SETTINGS, type QueueName } from '@message-service/shared/jobs';
import { Queue } from 'bullmq';
import type { Logger } from 'pino';
import { createRedis, untilReady } from '../redis/index.ts';
import type { CoreSettings } from '../settings.ts';

const isQueueName = (name: string): name is QueueName => name in QUEUE_SETTINGS;
export const QUEUE_NAMES: readonly QueueName[] = Object.keys(QUEUE_SETTINGS).filter(isQueueName);

export type Queues = {
  get(name: QueueName): Queue;
  all(): Queue[];
  /** False while Redis is away: whoever asks a queue then may wait for as long as that lasts. */
  isReady(): boolean;
  untilReady(ms: number): Promise<void>;
  close(): Promise<void>;
};

/** The producers' side of every queue, over one connection that fails fast while Redis is away. */
export const createQueues = (settings: Pick<CoreSettings, 'REDIS_URL' | 'REDIS_PREFIX'>, log: Logger): Queues => {
  const connection = createRedis(settings.REDIS_URL, log, 'fail-fast');
  const queues = new Map<QueueName, Queue>();
  let closed = false;

  // a queue whose first command met a connection that was just breaking never works again: another takes its place
  const open = (name: QueueName) => {
    const queue = new Queue(name, { connection, prefix: settings.REDIS_PREFIX });
    queue.on('error', (error) => log.debug({ queue: name, error: error.message }, 'queue error'));
    queues.set(name, queue);
    queue.waitUntilReady().catch((error: unknown) => {
      log.debug({ queue: name, error }, 'queue did not open');
      if (!closed && connection.status !== 'end') open(name);
    });
  };
  QUEUE_NAMES.forEach(open);

  return {
    get(name) {
      const queue = queues.get(name);
      if (!queue) throw new Error(`no queue ${name}`);
      return queue;
    },
    all: () => [...queues.values()],
    isReady: () => connection.status === 'ready',
    untilReady: (ms) => untilReady(connection, ms),
    async close() {
      closed = true;
      if (connection.status === 'ready') await Promise.allSettled([...queues.values()].map((queue) => queue.close()));
      connection.disconnect();
    },
  };
};
