import { isTerminal, ProcessingStatus } from '@message-service/shared/messages';
import type { CoreContext } from '../context.ts';
import { closeJob } from './close-job.ts';
import { messages } from './messages.ts';
import { processingQueue } from './processing-queue.ts';

const MAX_LISTED = 2_000;
const ENDED = ProcessingStatus.options.filter(isTerminal);

/**
 * Ends the job rows that a crash right after the end of their message has left open, and those whose message is no
 * longer kept, so that they are removed in their time. Leaves alone what a worker holds. Gives their number.
 */
export const closeEndedJobs = async (ctx: CoreContext): Promise<number> => {
  const now = ctx.now();
  const before = new Date(now.getTime() - ctx.settings.MESSAGE_LEASE_SECONDS * 1_000);
  const open = await processingQueue(ctx)
    .find(
      {
        status: { $in: ['pending', 'processing'] },
        'queue_metadata.scheduled_for': { $lt: before },
        updated_at: { $lt: before },
        'execution.lease_until': { $not: { $gt: now } },
      },
      { projection: { message_id: 1 } },
    )
    .limit(MAX_LISTED)
    .toArray();
  if (open.length === 0) return 0;
  const ids = open.map((job) => job.message_id);
  const [ended, kept] = await Promise.all([
    messages(ctx)
      .find({ _id: { $in: ids }, processing_status: { $in: ENDED } })
      .toArray(),
    messages(ctx)
      .find({ _id: { $in: ids } }, { projection: { _id: 1 } })
      .toArray(),
  ]);
  for (const doc of ended) await closeJob(ctx, doc);
  const known = new Set(kept.map((doc) => doc._id));
  const without = open.filter((job) => !known.has(job.message_id)).map((job) => job._id);
  const { modifiedCount } = await processingQueue(ctx).updateMany(
    { _id: { $in: without }, status: { $in: ['pending', 'processing'] } },
    { $set: { status: 'cancelled', updated_at: now, finished_at: now, 'execution.lease_until': null } },
  );
  return ended.length + modifiedCount;
};
