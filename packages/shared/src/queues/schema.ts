import { z } from 'zod';
import { BreakerView, ProviderName } from '../llm/index.ts';

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

/** Of 24 hours, to the hour. Shares from 0 to 1; null where nothing ended. */
const OverviewDay = z.object({
  received: z.int(),
  replies: z.int(),
  failed: z.int(),
  error_rate: z.number().nullable(),
  p50_ms: z.number().nullable(),
  p95_ms: z.number().nullable(),
});

/** The state of the service at a glance, for the console's first page. Money in US dollars, days in UTC. */
export const Overview = z.object({
  /** Those that are not finished, and dead letters. */
  messages: z.object({ queued: z.int(), processing: z.int(), failed: z.int() }),
  last_24h: OverviewDay,
  /** The 24 hours before. */
  before: OverviewDay,
  /** Messages received per hour over the last 24 hours, oldest first. */
  received_per_hour: z.array(z.object({ hour: z.date(), count: z.int() })),
  cost: z.object({
    today: z.number(),
    yesterday: z.number(),
    /** What everything together may cost today; null when nothing limits it. */
    budget: z.object({ spent: z.number(), reserved: z.number(), warn_at: z.number(), stop_at: z.number() }).nullable(),
  }),
  conversations: z.object({ active: z.int() }),
  /** Open ones that are not muted. */
  alerts: z.object({ critical: z.int(), warning: z.int(), info: z.int() }),
  /** Cases that nobody has decided, and those of them whose time is over. */
  moderation: z.object({ waiting: z.int(), overdue: z.int() }),
  /** Those that are configured. */
  providers: z.array(z.object({ provider: ProviderName, is_default: z.boolean(), breaker: BreakerView })),
  queues: z.array(QueueCounts),
  dead_letter: z.object({ count: z.int() }),
  /** Age of the oldest message that the figures of the past do not hold yet. */
  lag_seconds: z.number(),
  at: z.date(),
});
export type Overview = z.infer<typeof Overview>;
