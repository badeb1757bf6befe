import { z } from 'zod';

export const HealthStatus = z.enum(['healthy', 'degraded', 'unhealthy']);
export type HealthStatus = z.infer<typeof HealthStatus>;

export const DependencyHealth = z.object({
  status: z.enum(['connected', 'reachable', 'embedded', 'unreachable']),
  response_time_ms: z.number().optional(),
  detail: z.string().optional(),
  /** Of a neighbour: while it is open the neighbour is left alone until `next_try_at`. */
  breaker: z.object({ state: z.enum(['closed', 'open', 'half_open']), next_try_at: z.string().nullable() }).optional(),
});
export type DependencyHealth = z.infer<typeof DependencyHealth>;

/** Answer of `GET /health`. Times in milliseconds. */
export const Health = z.object({
  status: HealthStatus,
  service: z.literal('message-service'),
  version: z.string(),
  timestamp: z.string(),
  uptime_seconds: z.number(),
  dependencies: z.record(z.string(), DependencyHealth),
  performance: z.object({
    messages_in_queue: z.int(),
    messages_in_process: z.int(),
    workers: z.int(),
    concurrent_requests: z.int(),
  }),
});
export type Health = z.infer<typeof Health>;
