import { isTerminal } from '@message-service/shared/messages';
import type { CoreContext } from '../context.ts';
import { releaseMessageSlot } from '../limits/index.ts';
import { actOf, pushAttempt } from './attempts.ts';
import type { MessageDoc } from './messages.ts';
import { jobIdOf, processingQueue } from './processing-queue.ts';
import { atRetry } from './reset-job.ts';

/**
 * Ends the job of a message that has ended and gives the user's place back, for whoever was to and may have died before.
 * A cancelled one is taken from its worker. Safe to run twice.
 */
export const closeJob = async (ctx: CoreContext, doc: MessageDoc): Promise<void> => {
  const now = ctx.now();
  const { processing_status: ended } = doc;
  const cancelled = { $inc: { 'saga.epoch': 1 }, $push: pushAttempt(actOf('cancelled', now)) };
  await processingQueue(ctx).updateOne(
    { _id: jobIdOf(doc.message_id), ...atRetry(doc), status: { $in: ['pending', 'processing'] } },
    {
      ...(ended === 'cancelled' ? cancelled : {}),
      ...(ended === 'completed' ? { $unset: { 'saga.generated': '' } } : {}),
      $set: {
        status: isTerminal(ended) ? ended : 'failed',
        updated_at: now,
        finished_at: now,
        'execution.completed_at': now,
        'execution.lease_until': null,
      },
    },
  );
  await releaseMessageSlot(ctx, doc.user_id, doc.message_id);
};
