import { DomainError } from '@message-service/shared/errors';
import type { CoreContext } from '../context.ts';
import { announceActivity, takeReplyNumber } from '../conversations/index.ts';
import { isDuplicateKey } from '../mongo/index.ts';
import { describeContent } from './describe-content.ts';
import { type MessageDoc, messages } from './messages.ts';
import { finishStep, type Run, updateJob, updateMessage } from './run.ts';

const buildReply = (run: Run, now: Date): MessageDoc => {
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
    content: describeContent(generated.text),
    role: 'assistant',
    message_type: 'standard',
    status: 'active',
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

const isStored = async (ctx: CoreContext, replyId: string): Promise<boolean> =>
  (await messages(ctx).findOne({ _id: replyId }, { projection: { _id: 1 } })) !== null;

/**
 * Stores the reply. The fenced write that names it in the user's message comes first and is the decision: after it every
 * worker stores the same reply under the same id, so there is never a second one.
 * @throws LostMessageError
 */
export const saveReply = async (ctx: CoreContext, run: Run): Promise<void> => {
  await updateMessage(ctx, run, {
    reply_message_id: run.job.saga.reply_message_id,
    'timestamps.llm_response_at': run.doc.timestamps.llm_response_at ?? ctx.now(),
  });
  if (run.job.saga.reply_sequence_number === undefined) {
    const { sequence_number, created_at } = await takeReplyNumber(ctx, run.doc.conversation_id);
    await updateJob(ctx, run, {
      $set: { 'saga.reply_sequence_number': sequence_number, 'saga.reply_created_at': created_at },
    });
  }
  try {
    await messages(ctx).insertOne(buildReply(run, ctx.now()));
  } catch (error) {
    // another unique index may have refused it: only its own id says that it is stored
    if (!isDuplicateKey(error) || !(await isStored(ctx, run.job.saga.reply_message_id))) throw error;
  }
  announceActivity(ctx, run.doc);
  await finishStep(ctx, run, 'response_saved');
};
