import { newId } from '@message-service/shared/ids';
import { isTerminal, processMessage } from '@message-service/shared/messages';
import type { CoreContext } from '../context.ts';
import { isDuplicateKey } from '../mongo/index.ts';
import { type MessageDoc, messages } from './messages.ts';
import { jobIdOf, type ProcessingJob, processingQueue } from './processing-queue.ts';

const MAX_ATTEMPTS = 3;

/** The end of a lease that is taken or prolonged now. */
export const leaseEnd = (ctx: Pick<CoreContext, 'settings'>, now: Date) =>
  new Date(now.getTime() + ctx.settings.MESSAGE_LEASE_SECONDS * 1_000);

export type Claim =
  | { kind: 'claimed'; doc: MessageDoc; job: ProcessingJob }
  /** Nothing to do: missing, or already at its end. */
  | { kind: 'done' }
  /** Another worker holds the lease. */
  | { kind: 'busy'; retryAfterMs: number };

const newJob = (doc: MessageDoc, now: Date) => ({
  job_id: jobIdOf(doc.message_id),
  message_id: doc.message_id,
  conversation_id: doc.conversation_id,
  user_id: doc.user_id,
  job_type: 'message_processing' as const,
  priority: 'normal' as const,
  queue_metadata: { queue_name: processMessage.queue, scheduled_for: doc.timestamps.created_at },
  created_at: now,
  'saga.steps': [],
  'saga.reply_message_id': newId('msg', now.getTime()),
  'execution.attempts': 0,
  'execution.max_attempts': MAX_ATTEMPTS,
  'execution.provider_calls': 0,
  'execution.releases': 0,
  'execution.runs_alone': 0,
  'execution.started_at': now,
  'execution.completed_at': null,
  'execution.processing_time_ms': null,
  'execution.error_code': null,
  'execution.error_message': null,
});

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
        $setOnInsert: newJob(doc, now),
      },
      { upsert: true, returnDocument: 'after' },
    );
  } catch (error) {
    if (isDuplicateKey(error)) return null;
    throw error;
  }
};

/** Closes the job of a message that has ended, for a worker that died between the two writes. */
const closeJob = async (ctx: CoreContext, doc: MessageDoc): Promise<void> => {
  const now = ctx.now();
  const status = doc.processing_status === 'completed' ? 'completed' : 'failed';
  await processingQueue(ctx).updateOne(
    { _id: jobIdOf(doc.message_id), status: { $in: ['pending', 'processing'] } },
    { $set: { status, updated_at: now, finished_at: now, 'execution.lease_until': null } },
  );
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
  const job = await takeLease(ctx, found, workerId);
  if (!job) {
    const held = await processingQueue(ctx).findOne({ _id: jobIdOf(messageId) });
    const left = (held?.execution.lease_until?.getTime() ?? 0) - ctx.now().getTime();
    return { kind: 'busy', retryAfterMs: Math.max(left, 100) };
  }
  const now = ctx.now();
  const doc = await messages(ctx).findOneAndUpdate(
    {
      _id: messageId,
      processing_status: { $in: ['queued', 'processing'] },
      processing_epoch: { $lt: job.saga.epoch },
    },
    {
      $set: {
        processing_status: 'processing',
        processing_epoch: job.saga.epoch,
        'processing_metadata.worker_id': workerId,
        'processing_metadata.retry_count': job.saga.epoch - 1,
        'processing_metadata.error_count': job.execution.attempts,
        'processing_metadata.queue_time_ms':
          found.processing_metadata?.queue_time_ms ?? now.getTime() - found.timestamps.created_at.getTime(),
        'timestamps.processing_started_at': found.timestamps.processing_started_at ?? now,
        'timestamps.last_modified_at': now,
      },
    },
    { returnDocument: 'after' },
  );
  return doc ? { kind: 'claimed', doc, job } : { kind: 'done' };
};
