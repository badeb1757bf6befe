import type { z } from 'zod';
import type { QueueName } from './queue-settings.ts';

export type JobDefinition<Name extends string = string, Payload extends z.ZodType = z.ZodType> = {
  name: Name;
  queue: QueueName;
  /** Ids and small figures only: payloads are kept in Redis and shown to operators. */
  payload: Payload;
  /** Where it is to differ from its queue; see `QUEUE_SETTINGS`. */
  attempts?: number;
  backoffMs?: number;
  /** While a job with the same key waits or runs, adding another has no effect. */
  dedupe?: (payload: z.output<Payload>) => string;
  /** Runs at this interval on one worker at a time. */
  everyMs?: number;
  /** At least once per lease, where that is shorter. */
  everyLease?: boolean;
};
export type JobPayload<J extends JobDefinition> = z.output<J['payload']>;

/** Declares a job once: its name, queue, payload schema and retry settings, for the side that adds and the one that runs. */
export const defineJob = <Name extends string, Payload extends z.ZodType>(
  definition: JobDefinition<Name, Payload>,
): JobDefinition<Name, Payload> => definition;
