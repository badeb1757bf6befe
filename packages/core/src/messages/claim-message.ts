import { isTerminal } from '@message-service/shared/messages';
import type { CoreContext } from '../context.ts';
import { renewMessageSlot } from '../limits/index.ts';
import { isDuplicateKey } from '../mongo/index.ts';
import { beginAttempt, pushAttempt } from './attempts.ts';
import { changeMessage } from './change-message.ts';
import { closeJob } from './close-job.ts';
import { type MessageDoc, messages } from './messages.ts';
import { newJob } from './new-job.ts';
import { jobIdOf, type ProcessingJob, processingQueue } from './processing-queue.ts';
import { resetJob, retriesOf } from './reset-job.ts';

/** The end of a lease that is taken or prolonged now. */
export const leaseEnd = (ctx: Pick<CoreContext, 'settings'>, now: Date) =>
  new Date(now.getTime() + ctx.settings.MESSAGE_LEASE_SECONDS * 1_000);

export type Claim =
  | { kind: 'claimed'; doc: MessageDoc; job: ProcessingJob }
  /** Nothing to do: missing, or already at its end. */
  | { kind: 'done' }
  /** Another worker holds the lease. */
  | { kind: 'busy'; retryAfterMs: number };

/** Takes the job's lease under a new epoch, creating the job at first; null when the lease is held or the job ended. */
const takeLease = async (ctx: CoreContext, doc: MessageDoc, workerId: string): Promise<ProcessingJob | null> => {
  const now = ctx.now();
  try {
    return await processingQueue(ctx).findOneAndUpdate(
      {
        _id: jobIdOf(doc.message_id),
        status: { $in: ['pending', 'processing'] },
        'execution.lease_until': { $not: { $gt: now } },
      },
      {
        $inc: { 'saga.epoch': 1 },
        $set: {
          status: 'processing',
          updated_at: now,
          'execution.worker_id': workerId,
          'execution.lease_until': leaseEnd(ctx, now),
        },
        $push: pushAttempt(beginAttempt(workerId, now)),
        $setOnInsert: newJob(doc, now),
      },
      { upsert: true, returnDocument: 'after' },
    );
  } catch (error) {
    if (isDuplicateKey(error)) return null;
    throw error;
  }
};

/**
 * Makes this worker the only one that may change the message, until the lease runs out or another epoch begins.
 * Two workers at once: one gets the claim, the other `busy`.
 */
export const claimMessage = async (ctx: CoreContext, messageId: string, workerId: string): Promise<Claim> => {
  const found = await messages(ctx).findOne({ _id: messageId });
  if (!found) return { kind: 'done' };
  if (isTerminal(found.processing_status)) {
    await closeJob(ctx, found);
    return { kind: 'done' };
  }
  if (found.processing_retries) await resetJob(ctx, found);
  const job = await takeLease(ctx, found, workerId);
  if (!job) {
    const held = await processingQueue(ctx).findOne({ _id: jobIdOf(messageId) });
    const left = (held?.execution.lease_until?.getTime() ?? 0) - ctx.now().getTime();
    return { kind: 'busy', retryAfterMs: Math.max(left, 100) };
  }
  const now = ctx.now();
  const doc = await changeMessage(ctx, messageId, {
    event: 'message.processing_started',
    where: {
      processing_status: { $in: ['queued', 'processing'] },
      processing_epoch: { $lt: job.saga.epoch },
    },
    set: {
      processing_status: 'processing',
      processing_epoch: job.saga.epoch,
      'processing_metadata.worker_id': workerId,
      'processing_metadata.retry_count': job.saga.epoch - 1,
      'processing_metadata.error_count': job.execution.attempts,
      'processing_metadata.queue_time_ms':
        found.processing_metadata?.queue_time_ms ?? now.getTime() - found.timestamps.created_at.getTime(),
      'timestamps.processing_started_at': found.timestamps.processing_started_at ?? now,
    },
  });
  if (doc && retriesOf(doc) > (job.saga.retries ?? 0)) {
    await resetJob(ctx, doc);
    return { kind: 'busy', retryAfterMs: 100 };
  }
  if (doc) {
    await renewMessageSlot(ctx, doc.user_id, doc.message_id);
    return { kind: 'claimed', doc, job };
  }
  const ended = await messages(ctx).findOne({ _id: messageId });
  if (ended && isTerminal(ended.processing_status)) await closeJob(ctx, ended);
  return { kind: 'done' };
};
