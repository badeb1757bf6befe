import { z } from 'zod';

export const QueueCounts = z.object({
  name: z.string(),
  waiting: z.int(),
  active: z.int(),
  delayed: z.int(),
  failed: z.int(),
  completed: z.int(),
  paused: z.boolean(),
  /** Age of the job that has waited longest, 0 when none waits. */
  oldest_waiting_ms: z.number(),
  /** Jobs that ended well or badly in the last full minute. */
  completed_per_minute: z.int(),
  failed_per_minute: z.int(),
  workers: z.int(),
});
export type QueueCounts = z.infer<typeof QueueCounts>;

export const WorkerInfo = z.object({ id: z.string(), queue: z.string(), address: z.string(), age_seconds: z.number() });
export type WorkerInfo = z.infer<typeof WorkerInfo>;

/** Answer of `GET /admin/queue-status` and `admin.queueStatus`. */
export const QueueStatus = z.object({
  queues: z.array(QueueCounts),
  workers: z.array(WorkerInfo),
  /** Messages that ended `failed` and wait for somebody to retry them. */
  dead_letter: z.object({ count: z.int() }),
  at: z.date(),
});
export type QueueStatus = z.infer<typeof QueueStatus>;

/** The figures of the console's first page. */
export const Overview = z.object({
  messages: z.object({
    queued: z.int(),
    processing: z.int(),
    failed: z.int(),
    completed_last_24h: z.int(),
    received_last_24h: z.int(),
  }),
  /** Messages received per hour over the last 24 hours, oldest first. */
  received_per_hour: z.array(z.object({ hour: z.date(), count: z.int() })),
  conversations: z.object({ active: z.int() }),
  queues: z.array(QueueCounts),
  dead_letter: z.object({ count: z.int() }),
  at: z.date(),
});
export type Overview = z.infer<typeof Overview>;
