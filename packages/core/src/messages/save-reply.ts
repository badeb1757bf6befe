import { DomainError } from '@message-service/shared/errors';
import type { SafetyVerdict } from '@message-service/shared/safety';
import type { CoreContext } from '../context.ts';
import { announceActivity, takeReplyNumber } from '../conversations/index.ts';
import { insertTogether, isDuplicateKey } from '../mongo/index.ts';
import { withAcceptedEvent } from './accepted-event.ts';
import { checkReply } from './check-reply.ts';
import { judgedContent } from './judged-content.ts';
import { type MessageDoc, messages } from './messages.ts';
import { finishStep, type Run, updateJob, updateMessage } from './run.ts';
import { isWithheld } from './visible-content.ts';

const buildReply = (run: Run, verdict: SafetyVerdict, now: Date): MessageDoc => {
  const { generated, reply_message_id, reply_sequence_number, reply_created_at: createdAt } = run.job.saga;
  if (!generated || reply_sequence_number === undefined || createdAt === undefined) {
    throw new DomainError('INTERNAL', 'A reply was to be saved before it was generated.');
  }
  const { doc } = run;
  return {
    _id: reply_message_id,
    message_id: reply_message_id,
    conversation_id: doc.conversation_id,
    user_id: doc.user_id,
    character_id: doc.character_id,
    ...judgedContent(generated.text, verdict, now),
    role: 'assistant',
    message_type: 'standard',
    status: verdict.decision === 'blocked' ? 'flagged' : 'active',
    processing_status: 'completed',
    processing_epoch: run.epoch,
    sequence_number: reply_sequence_number,
    llm_metadata: generated.llm_metadata,
    token_usage: generated.token_usage,
    context_metadata: generated.context_metadata,
    processing_metadata: {
      retry_count: run.epoch - 1,
      error_count: run.job.execution.attempts,
      worker_id: run.workerId,
      queue_time_ms: doc.processing_metadata?.queue_time_ms,
      llm_processing_time_ms: generated.llm_processing_time_ms,
      time_to_first_token_ms: generated.time_to_first_token_ms,
      total_latency_ms: now.getTime() - doc.timestamps.created_at.getTime(),
    },
    timestamps: {
      created_at: createdAt,
      received_at: createdAt,
      llm_response_at: now,
      completed_at: now,
      last_modified_at: createdAt,
    },
    relationships: { reply_to_message_id: doc.message_id },
    version: 1,
    partition_key: doc.conversation_id,
    data_classification: doc.data_classification,
    retention_policy: doc.retention_policy,
  };
};

const findStored = (ctx: CoreContext, replyId: string) =>
  messages(ctx).findOne({ _id: replyId }, { projection: { role: 1, status: 1 } });

/**
 * Stores the reply. The fenced write that names it in the user's message comes first and is the decision: after it every
 * worker stores the same reply under the same id, so there is never a second one.
 * @throws LostMessageError
 */
export const saveReply = async (ctx: CoreContext, run: Run): Promise<void> => {
  await updateMessage(ctx, run, 'message.reply_decided', {
    reply_message_id: run.job.saga.reply_message_id,
    'timestamps.llm_response_at': run.doc.timestamps.llm_response_at ?? ctx.now(),
  });
  if (run.job.saga.reply_sequence_number === undefined) {
    const { sequence_number, created_at } = await takeReplyNumber(ctx, run.doc.conversation_id);
    await updateJob(ctx, run, {
      $set: { 'saga.reply_sequence_number': sequence_number, 'saga.reply_created_at': created_at },
    });
  }
  const verdict = await checkReply(ctx, run.job.saga.generated?.text ?? '');
  const built = buildReply(run, verdict, ctx.now());
  let reply: Pick<MessageDoc, 'role' | 'status'> = built;
  try {
    await insertTogether(ctx.db, messages.definition.name, withAcceptedEvent(built));
  } catch (error) {
    // another unique index may have refused it: only its own id says that it is stored
    const stored = isDuplicateKey(error) ? await findStored(ctx, run.job.saga.reply_message_id) : null;
    if (!stored) throw error;
    reply = stored;
  }
  announceActivity(ctx, run.doc);
  await finishStep(ctx, run, 'response_saved', isWithheld(reply) ? { 'saga.reply_withheld': true } : {});
};
