import { z } from 'zod';

const whole = (fallback: number, min: number, max = 1_000_000_000) =>
  z.coerce.number().int().min(min).max(max).default(fallback);

/** Thresholds of the alerts, and where they are told. */
export const AlertSettings = z.object({
  ALERT_QUEUE_WARNING: whole(100, 1),
  ALERT_QUEUE_CRITICAL: whole(1_000, 1),
  /** Seconds that the oldest job of a queue may wait. */
  ALERT_QUEUE_AGE_SECONDS: whole(60, 1, 86_400),
  /** Workers that each queue has to have. */
  ALERT_MIN_WORKERS: whole(1, 0, 10_000),
  ALERT_REPLY_MS: whole(5_000, 1),
  ALERT_REPLY_TOKENS: whole(4_000, 1),
  ALERT_P95_MS: whole(10_000, 1),
  /** Share of messages that end badly, over five minutes with at least twenty of them. */
  ALERT_ERROR_RATE: z.coerce.number().min(0).max(1).default(0.1),
  /** An hour's cost is odd when it is this many times what the hour usually costs. */
  ALERT_COST_FACTOR: z.coerce.number().min(1).max(1_000).default(3),
  /** Told of every alert by a signed POST. */
  ALERT_WEBHOOK_URL: z.url({ protocol: /^https?$/ }).optional(),
  ALERT_WEBHOOK_SECRET: z.string().min(16, 'at least 16 characters').optional(),
});
export type AlertSettings = z.output<typeof AlertSettings>;
