import { processMessage } from '@message-service/shared/messages';
import type { CoreContext } from '../context.ts';

/** The jobs that wait in Redis for a message. */
export const jobIdsOf = async (ctx: Pick<CoreContext, 'queues'>, messageId: string): Promise<string[]> => {
  const jobs = await ctx.queues.get(processMessage.queue).getJobs(['waiting', 'delayed', 'prioritized']);
  return jobs.flatMap((job) => (job.data.message_id === messageId && job.id ? [job.id] : []));
};
