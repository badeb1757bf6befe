import type { CoreContext } from '../context.ts';
import { releaseMessageSlot } from '../limits/index.ts';
import { endAttempt } from './attempts.ts';
import { finishStep, hasStep, publish, type Run, updateJob, updateMessage } from './run.ts';

const times = (ctx: CoreContext, run: Run) => {
  const now = ctx.now();
  const started = run.doc.timestamps.processing_started_at ?? now;
  return {
    now,
    processing: now.getTime() - started.getTime(),
    total: now.getTime() - run.doc.timestamps.created_at.getTime(),
  };
};

const finishJob = async (
  ctx: CoreContext,
  run: Run,
  status: 'completed' | 'failed',
  error: { code: string; message: string } | null,
) => {
  const { now, processing, total } = times(ctx, run);
  await updateJob(ctx, run, {
    ...(status === 'completed' ? { $unset: { 'saga.generated': '' } } : {}),
    $set: {
      status,
      finished_at: now,
      'execution.lease_until': null,
      'execution.completed_at': now,
      'execution.processing_time_ms': processing,
      'execution.error_code': error?.code ?? null,
      'execution.error_message': error?.message ?? null,
      ...endAttempt(run.job, status, now, error),
    },
  });
  await releaseMessageSlot(ctx, run.doc.user_id, run.doc.message_id);
  ctx.metrics.messagesProcessed.inc({ status });
  ctx.metrics.messageProcessing.observe(total / 1_000);
};

/** The reply is stored: ends the message and its job, and tells the watchers. @throws LostMessageError */
export const complete = async (ctx: CoreContext, run: Run) => {
  const { generated, reply_message_id } = run.job.saga;
  const { now, processing, total } = times(ctx, run);
  if (!hasStep(run, 'completed')) await finishStep(ctx, run, 'completed');
  await updateMessage(ctx, run, 'message.completed', {
    processing_status: 'completed',
    'timestamps.processed_at': now,
    'timestamps.completed_at': now,
    'processing_metadata.processing_time_ms': processing,
    'processing_metadata.total_latency_ms': total,
    'processing_metadata.llm_processing_time_ms': generated?.llm_processing_time_ms ?? 0,
    'processing_metadata.time_to_first_token_ms': generated?.time_to_first_token_ms ?? 0,
    'processing_metadata.post_processing_time_ms': Math.max(0, processing - (generated?.llm_processing_time_ms ?? 0)),
  });
  await finishJob(ctx, run, 'completed', null);
  const withheld = run.job.saga.reply_withheld ? { withheld: true } : {};
  await publish(ctx, run, { type: 'completed', reply_message_id, ...withheld });
};

/** Ends the message without a reply; it then is a dead letter. @throws LostMessageError */
export const fail = async (ctx: CoreContext, run: Run, code: string, message: string) => {
  const { now, processing, total } = times(ctx, run);
  const asked = run.asked ?? { provider: run.job.saga.asked?.at(-1), model: undefined };
  await updateMessage(ctx, run, 'message.failed', {
    processing_status: 'failed',
    'timestamps.completed_at': now,
    'processing_metadata.error_code': code,
    'processing_metadata.error_message': message,
    'processing_metadata.processing_time_ms': processing,
    'processing_metadata.total_latency_ms': total,
    ...(asked.provider === undefined ? {} : { 'processing_metadata.failed_provider': asked.provider }),
    ...(asked.model === undefined ? {} : { 'processing_metadata.failed_model': asked.model }),
  });
  await finishJob(ctx, run, 'failed', { code, message });
  await publish(ctx, run, { type: 'failed', code, detail: message });
};

/**
 * Gives the message back, to be taken again at once or, after an error of the provider, after `delayMs`. An error counts
 * as an attempt unless `counts` says that none was made.
 */
export const release = (
  ctx: CoreContext,
  run: Run,
  error: { code: string; message: string } | null,
  delayMs = 0,
  counts = true,
): Promise<void> => {
  const now = ctx.now();
  return updateJob(ctx, run, {
    $inc: { 'execution.attempts': error && counts ? 1 : 0, 'execution.releases': 1 },
    $set: {
      status: 'pending',
      'execution.lease_until': null,
      'execution.error_code': error?.code ?? null,
      'execution.error_message': error?.message ?? null,
      'queue_metadata.scheduled_for': new Date(now.getTime() + delayMs),
      ...endAttempt(run.job, error ? 'later' : 'handed_over', now, error),
    },
  });
};
