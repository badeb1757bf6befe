import type { JobDefinition, JobPayload } from '@message-service/shared/jobs';
import type { CoreContext } from '../context.ts';

/**
 * Takes the dedupe key from jobs that are in no state any more, neither waiting nor running nor ended, so that they can
 * be added again. BullMQ moves jobs atomically and replaces keys whose job is gone, so none should ever be found; one
 * that was would be held for ever. Gives the number released.
 */
export const releaseStuckKeys = async <J extends JobDefinition>(
  ctx: Pick<CoreContext, 'queues' | 'log'>,
  job: J,
  payloads: JobPayload<J>[],
): Promise<number> => {
  const queue = ctx.queues.get(job.queue);
  const release = async (payload: JobPayload<J>) => {
    const key = job.dedupe?.(payload);
    const holder = key === undefined ? null : await queue.getDeduplicationJobId(key);
    if (key === undefined || !holder || (await queue.getJobState(holder)) !== 'unknown') return 0;
    ctx.log.error({ queue: job.queue, key, id: holder }, 'a job was in no state; its key is released');
    return queue.removeDeduplicationKey(key);
  };
  const released = await Promise.all(payloads.map(release));
  return released.reduce((sum, count) => sum + count, 0);
};
