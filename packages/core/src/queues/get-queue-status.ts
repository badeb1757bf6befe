import { DomainError } from '@message-service/shared/errors';
import type { QueueCounts, QueueStatus, WorkerInfo } from '@message-service/shared/queues';
import type { Queue } from 'bullmq';
import type { CoreContext } from '../context.ts';

const WAITING_STATES = ['waiting', 'prioritized'] as const;

const oldestWaitingMs = async (queue: Queue, now: Date) => {
  const [oldest] = await queue.getJobs([...WAITING_STATES], 0, 0, true);
  return oldest ? Math.max(0, now.getTime() - oldest.timestamp) : 0;
};

const perMinute = async (queue: Queue, kind: 'completed' | 'failed') => {
  const { data } = await queue.getMetrics(kind, 0, 0);
  return Number(data[0] ?? 0);
};

/** The worker's own name, which stands at the end of its connection's; Redis's number of it when it has none. */
const workerName = ({ rawname = '', id = '' }: Record<string, string | undefined>): string => {
  const [, name] = rawname.split(':w:');
  return name || id;
};

const describeQueue = async (queue: Queue, now: Date): Promise<{ counts: QueueCounts; workers: WorkerInfo[] }> => {
  const [counts, paused, oldest, completed, failed, clients] = await Promise.all([
    queue.getJobCounts('waiting', 'prioritized', 'active', 'delayed', 'failed', 'completed'),
    queue.isPaused(),
    oldestWaitingMs(queue, now),
    perMinute(queue, 'completed'),
    perMinute(queue, 'failed'),
    queue.getWorkers(),
  ]);
  const workers = clients.map((client) => ({
    id: workerName(client),
    queue: queue.name,
    address: String(client.addr ?? ''),
    age_seconds: Number(client.age ?? 0),
  }));
  return {
    counts: {
      name: queue.name,
      waiting: (counts.waiting ?? 0) + (counts.prioritized ?? 0),
      active: counts.active ?? 0,
      delayed: counts.delayed ?? 0,
      failed: counts.failed ?? 0,
      completed: counts.completed ?? 0,
      paused,
      oldest_waiting_ms: oldest,
      completed_per_minute: completed,
      failed_per_minute: failed,
      workers: workers.length,
    },
    workers,
  };
};

const describeAll = async (ctx: Pick<CoreContext, 'queues'>, now: Date) => {
  const away = (cause?: unknown) =>
    new DomainError('UNAVAILABLE', 'The queues cannot be reached. Try again soon.', { cause });
  if (!ctx.queues.isReady()) throw away();
  try {
    return await Promise.all(ctx.queues.all().map((queue) => describeQueue(queue, now)));
  } catch (error) {
    throw ctx.queues.isReady() ? error : away(error);
  }
};

/**
 * Counts, ages and workers of every queue, read from Redis. Times in milliseconds.
 * `deadLetterCount` comes from the database, which survives a wiped Redis.
 * @throws DomainError UNAVAILABLE while Redis is away
 */
export const getQueueStatus = async (
  ctx: Pick<CoreContext, 'queues' | 'now'>,
  deadLetterCount: number,
): Promise<QueueStatus> => {
  const now = ctx.now();
  const described = await describeAll(ctx, now);
  return {
    queues: described.map((entry) => entry.counts),
    workers: described.flatMap((entry) => entry.workers),
    dead_letter: { count: deadLetterCount },
    at: now,
  };
};
