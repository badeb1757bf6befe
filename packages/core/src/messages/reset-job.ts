import type { Filter } from 'mongodb';
import type { CoreContext } from '../context.ts';
import { isDuplicateKey } from '../mongo/index.ts';
import { actOf, pushAttempt } from './attempts.ts';
import type { MessageDoc } from './messages.ts';
import { newJob } from './new-job.ts';
import { jobIdOf, type ProcessingJob, processingQueue } from './processing-queue.ts';

type Ctx = Pick<CoreContext, 'db' | 'now'>;

export const retriesOf = (doc: Pick<MessageDoc, 'processing_retries'>): number => doc.processing_retries ?? 0;

/** The job as long as it has been retried as often as the message. */
export const atRetry = (doc: MessageDoc): Filter<ProcessingJob> => {
  const retries = retriesOf(doc);
  return { 'saga.retries': retries === 0 ? { $in: [0, null] } : retries };
};

/** The job of a retried message when its own is no longer kept. False when somebody else was faster. */
const createAgain = async (ctx: Ctx, doc: MessageDoc): Promise<boolean> => {
  const now = ctx.now();
  try {
    await processingQueue(ctx).updateOne(
      { _id: jobIdOf(doc.message_id), 'saga.epoch': doc.processing_epoch },
      {
        $push: pushAttempt(actOf('retried', now)),
        $setOnInsert: {
          ...newJob(doc, now),
          'saga.retries': retriesOf(doc),
          'execution.releases': doc.processing_epoch,
          status: 'pending',
          updated_at: now,
          'execution.worker_id': null,
          'execution.lease_until': null,
        },
      },
      { upsert: true },
    );
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
};

/** A new start under a new epoch, which no death is counted against. False when the job has moved on meanwhile. */
const startAgain = async (ctx: Ctx, doc: MessageDoc, job: ProcessingJob): Promise<boolean> => {
  const now = ctx.now();
  const epoch = job.saga.epoch + 1;
  const { matchedCount } = await processingQueue(ctx).updateOne(
    { _id: job._id, 'saga.epoch': job.saga.epoch },
    {
      $push: pushAttempt(actOf('retried', now)),
      $unset: { finished_at: '', 'saga.asked': '' },
      $set: {
        status: 'pending',
        updated_at: now,
        'saga.epoch': epoch,
        'saga.retries': retriesOf(doc),
        'queue_metadata.scheduled_for': now,
        'execution.attempts': 0,
        'execution.provider_calls': 0,
        'execution.earlier_provider_calls': (job.execution.earlier_provider_calls ?? 0) + job.execution.provider_calls,
        'execution.releases': epoch,
        'execution.runs_alone': 0,
        'execution.worker_id': null,
        'execution.lease_until': null,
        'execution.completed_at': null,
        'execution.processing_time_ms': null,
        'execution.error_code': null,
        'execution.error_message': null,
      },
    },
  );
  return matchedCount === 1;
};

/**
 * Brings the job of a retried message back to its start, once per retry, however many call it: its budget is whole
 * again, the steps that are done stay done, and whoever still works on it has lost it.
 */
export const resetJob = async (ctx: Ctx, doc: MessageDoc): Promise<void> => {
  for (;;) {
    const job = await processingQueue(ctx).findOne({ _id: jobIdOf(doc.message_id) });
    if (job && (job.saga.retries ?? 0) >= retriesOf(doc)) return;
    if (job ? await startAgain(ctx, doc, job) : await createAgain(ctx, doc)) return;
  }
};
