import {
  type JobDefinition,
  type JobPayload,
  type JobPriority,
  PRIORITY_RANKS,
  QUEUE_SETTINGS,
} from '@message-service/shared/jobs';
import type { JobsOptions } from 'bullmq';
import type { CoreContext } from '../context.ts';

type Ctx = Pick<CoreContext, 'queues' | 'log'>;

const KEEP_COMPLETED = { age: 3_600, count: 1_000 };
const KEEP_FAILED = { age: 7 * 86_400, count: 5_000 };

const toBullJob = <J extends JobDefinition>(job: J, payload: JobPayload<J>, priority: JobPriority | undefined) => {
  const data = job.payload.parse(payload);
  const settings = QUEUE_SETTINGS[job.queue];
  const opts: JobsOptions = {
    attempts: job.attempts ?? settings.attempts,
    backoff: { type: 'exponential', delay: job.backoffMs ?? settings.backoffMs, jitter: 0.5 },
    ...(priority ? { priority: PRIORITY_RANKS[priority] } : {}),
    removeOnComplete: KEEP_COMPLETED,
    removeOnFail: KEEP_FAILED,
    ...(job.dedupe ? { deduplication: { id: job.dedupe(data) } } : {}),
  };
  return { name: job.name, data, opts };
};

/**
 * Adds a job. The row that the job is about is already stored, so a Redis that is away is no error: the answer is false,
 * at once or, when it falls silent, after a second, and the sweeper adds the job later.
 */
export const enqueue = async <J extends JobDefinition>(
  ctx: Ctx,
  job: J,
  payload: JobPayload<J>,
  priority?: JobPriority,
): Promise<boolean> => (await enqueueMany(ctx, job, [payload], () => priority)) === 1;

/**
 * Adds several jobs of one kind in one round trip; gives the number added, which is all or none. Where jobs of a queue
 * have priorities, all of them should: one without goes before every other.
 * @throws ZodError
 */
export const enqueueMany = async <J extends JobDefinition>(
  ctx: Ctx,
  job: J,
  payloads: JobPayload<J>[],
  priorityOf: (payload: JobPayload<J>) => JobPriority | undefined = () => undefined,
): Promise<number> => {
  if (payloads.length === 0) return 0;
  const jobs = payloads.map((payload) => toBullJob(job, payload, priorityOf(payload)));
  const refuse = (error?: unknown) => {
    ctx.log.warn({ job: job.name, count: payloads.length, error }, 'could not enqueue; the sweeper will');
    return 0;
  };
  if (!ctx.queues.isReady()) return refuse();
  try {
    const queue = ctx.queues.get(job.queue);
    const [only] = jobs;
    // one by itself needs no transaction
    if (only && jobs.length === 1) await queue.add(only.name, only.data, only.opts);
    else await queue.addBulk(jobs);
    return payloads.length;
  } catch (error) {
    return refuse(error);
  }
};

/**
 * Adds a job although one with the same key may still be about to end, which would swallow the new one. Two may then be
 * there at once, which the verb behind the job must bear.
 */
export const enqueueAgain = async <J extends JobDefinition>(
  ctx: Ctx,
  job: J,
  payload: JobPayload<J>,
  priority?: JobPriority,
): Promise<boolean> => {
  const key = job.dedupe?.(job.payload.parse(payload) as JobPayload<J>);
  if (key !== undefined && ctx.queues.isReady()) {
    await ctx.queues
      .get(job.queue)
      .removeDeduplicationKey(key)
      .catch((error: unknown) =>
        ctx.log.warn({ job: job.name, error }, 'key not released; the sweeper will add the job'),
      );
  }
  return enqueue(ctx, job, payload, priority);
};
