import type { z } from 'zod';

/** A wait before attempt n + 1: `backoffMs × 2^(n-1)`, with up to half of it taken off at random. */
export type JobDefinition<Name extends string = string, Payload extends z.ZodType = z.ZodType> = {
  name: Name;
  queue: QueueName;
  /** Ids and small figures only: payloads are kept in Redis and shown to operators. */
  payload: Payload;
  attempts: number;
  backoffMs: number;
  /** While a job with the same key waits or runs, adding another has no effect. */
  dedupe?: (payload: z.output<Payload>) => string;
  /** Runs at this interval on one worker at a time. */
  everyMs?: number;
};
export type QueueName = 'message-processing' | 'maintenance';
export type JobPayload<J extends JobDefinition> = z.output<J['payload']>;

/** Declares a job once: its name, queue, payload schema and retry settings, for the side that adds and the one that runs. */
export const defineJob = <Name extends string, Payload extends z.ZodType>(
  definition: JobDefinition<Name, Payload>,
): JobDefinition<Name, Payload> => definition;
