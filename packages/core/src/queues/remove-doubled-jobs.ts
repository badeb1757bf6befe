import type { JobDefinition } from '@message-service/shared/jobs';
import type { Job } from 'bullmq';
import type { CoreContext } from '../context.ts';

const MAX_LISTED = 1_000;

/** False for one that a worker has taken meanwhile: it ends by itself. */
const remove = async (ctx: Pick<CoreContext, 'log'>, job: Job): Promise<boolean> => {
  try {
    await job.remove();
    return true;
  } catch (error) {
    ctx.log.debug({ id: job.id, error }, 'a doubled job was taken before it could be removed');
    return false;
  }
};

/**
 * Leaves one of several jobs that wait under the same key, the one that holds the key. They do no harm but work. Looks
 * at the first 1,000 that wait; gives the number removed.
 */
export const removeDoubledJobs = async (
  ctx: Pick<CoreContext, 'queues' | 'log'>,
  definition: JobDefinition,
): Promise<number> => {
  const { dedupe } = definition;
  if (!dedupe || !ctx.queues.isReady()) return 0;
  const queue = ctx.queues.get(definition.queue);
  const groups = new Map<string, Job[]>();
  for (const job of await queue.getJobs(['waiting', 'prioritized', 'delayed'], 0, MAX_LISTED - 1, true)) {
    const payload = definition.payload.safeParse(job?.data);
    if (job?.name !== definition.name || !payload.success) continue;
    const key = dedupe(payload.data);
    groups.set(key, [...(groups.get(key) ?? []), job]);
  }
  let removed = 0;
  for (const [key, jobs] of groups) {
    if (jobs.length === 1) continue;
    const holder = await queue.getDeduplicationJobId(key);
    const kept = jobs.find(({ id }) => id === holder) ?? jobs[0];
    for (const job of jobs) if (job !== kept && (await remove(ctx, job))) removed++;
  }
  return removed;
};
