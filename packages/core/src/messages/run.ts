import type { MessageEventType } from '@message-service/shared/events';
import type { ProgressEvent, SagaStep } from '@message-service/shared/messages';
import type { UpdateFilter } from 'mongodb';
import type { CoreContext } from '../context.ts';
import type { ConversationDoc } from '../conversations/index.ts';
import { changeMessage } from './change-message.ts';
import { leaseEnd } from './claim-message.ts';
import type { MessageDoc } from './messages.ts';
import { type ProcessingJob, processingQueue } from './processing-queue.ts';
import { publishProgress } from './progress.ts';

/** One worker's hold on one message. Every write through it is refused once another worker has taken over. */
export type Run = {
  doc: MessageDoc;
  job: ProcessingJob;
  epoch: number;
  workerId: string;
  signal: AbortSignal;
  /** Whether a provider that has not been asked yet is left, once one was. */
  hasOtherProvider?: boolean;
  /** The conversation that is to be summarised once the message is done, and up to which number. */
  toSummarise?: { conversation: ConversationDoc; upTo: number };
  /** Whom this run has called last. */
  asked?: { provider: string; model: string };
};

/** Another worker took the message over, or the lease was lost: this worker must not touch it any more. */
export class LostMessageError extends Error {
  override readonly name = 'LostMessageError';
}

const lost = (run: Run) =>
  new LostMessageError(`message ${run.doc.message_id} was taken over after epoch ${run.epoch}`);

/** Changes the job under this run's epoch and keeps the result in the run. @throws LostMessageError */
export const updateJob = async (ctx: CoreContext, run: Run, update: UpdateFilter<ProcessingJob>): Promise<void> => {
  const now = ctx.now();
  const job = await processingQueue(ctx).findOneAndUpdate(
    { _id: run.job._id, 'saga.epoch': run.epoch },
    { ...update, $set: { ...update.$set, updated_at: now } },
    { returnDocument: 'after' },
  );
  if (!job) throw lost(run);
  run.job = job;
};

/** Changes the message under this run's epoch and keeps the result in the run. @throws LostMessageError */
export const updateMessage = async (
  ctx: CoreContext,
  run: Run,
  event: MessageEventType,
  set: Record<string, unknown>,
): Promise<void> => {
  const doc = await changeMessage(ctx, run.doc._id, { event, where: { processing_epoch: run.epoch }, set });
  if (!doc) throw lost(run);
  run.doc = doc;
};

export const hasStep = (run: Run, step: SagaStep) => run.job.saga.steps.some((done) => done.name === step);

export const publish = (ctx: CoreContext, run: Run, event: ProgressEvent) =>
  publishProgress(ctx, run.doc.message_id, run.epoch, event);

/** Sends a piece of the reply. @throws LostMessageError when somebody cancelled the message, or took it over */
export const publishToken = async (ctx: CoreContext, run: Run, text: string, index: number): Promise<void> => {
  if ((await publish(ctx, run, { type: 'token', text, index })) === 'refused') throw lost(run);
};

/** Stores that a step is done, with what it made, and tells the watchers. @throws LostMessageError */
export const finishStep = async (
  ctx: CoreContext,
  run: Run,
  step: SagaStep,
  set: Record<string, unknown> = {},
): Promise<void> => {
  const now = ctx.now();
  await updateJob(ctx, run, {
    $push: { 'saga.steps': { name: step, at: now } },
    $set: { ...set, 'execution.lease_until': leaseEnd(ctx, now) },
  });
  await announceStep(ctx, run, step);
};

/** Tells the watchers of a step that an earlier worker or this one has done. */
export const announceStep = async (ctx: CoreContext, run: Run, step: SagaStep): Promise<void> => {
  const tokens = step === 'llm_response_generated' ? { tokens: run.job.saga.token_lengths?.length ?? 0 } : {};
  await publish(ctx, run, { type: 'progress', step, ...tokens });
};

/** Prolongs the lease until stopped; `onLost` is called when another worker has taken over. */
export const keepLease = (ctx: CoreContext, run: Run, onLost: () => void): (() => void) => {
  const prolong = async () => {
    const { matchedCount } = await processingQueue(ctx).updateOne(
      { _id: run.job._id, 'saga.epoch': run.epoch, status: 'processing' },
      { $set: { 'execution.lease_until': leaseEnd(ctx, ctx.now()) } },
    );
    return matchedCount === 1;
  };
  const timer = setInterval(
    () => {
      prolong().then(
        (held) => held || onLost(),
        (error: unknown) => ctx.log.warn({ message_id: run.doc.message_id, error }, 'lease not prolonged'),
      );
    },
    (ctx.settings.MESSAGE_LEASE_SECONDS * 1_000) / 3,
  );
  return () => clearInterval(timer);
};
