import type { Identity } from '@message-service/shared/auth';
import { DomainError } from '@message-service/shared/errors';
import { type CancelMessageInput, isTerminal, type MessageView } from '@message-service/shared/messages';
import type { CoreContext } from '../context.ts';
import { releaseReplySlot } from '../conversations/index.ts';
import { changeMessage } from './change-message.ts';
import { closeJob } from './close-job.ts';
import { toMessageView } from './get-message.ts';
import { getChangeableMessage, getStoredMessage } from './may-change.ts';
import type { MessageDoc } from './messages.ts';
import { fenceProgress, publishProgress, readShownTokens } from './progress.ts';

/** Keeps what readers were shown of the reply, marked as cut off. Nothing is added to it once its stream is fenced. */
const keepPartialReply = async (ctx: CoreContext, doc: MessageDoc): Promise<MessageDoc> => {
  if (doc.partial_reply) return doc;
  const pieces = await readShownTokens(ctx, doc.message_id);
  if (pieces.length === 0) return doc;
  const partial = {
    text: pieces.join(''),
    finish_reason: 'error' as const,
    cut_by: 'cancelled' as const,
    token_lengths: pieces.map(({ length }) => length),
  };
  const kept = await changeMessage(ctx, doc.message_id, {
    event: 'message.partial_reply_kept',
    where: { processing_status: 'cancelled', partial_reply: { $exists: false } },
    set: { partial_reply: partial },
  });
  return kept ?? doc;
};

/** What follows from the decision; safe to run again after a crash in between. */
const finishCancelling = async (ctx: CoreContext, doc: MessageDoc): Promise<MessageDoc> => {
  const { message_id, processing_epoch } = doc;
  await closeJob(ctx, doc);
  await fenceProgress(ctx, message_id, processing_epoch);
  const kept = await keepPartialReply(ctx, doc);
  // whoever hears of the end and looks finds the partial reply
  const detail = 'The message was cancelled.';
  await publishProgress(ctx, message_id, processing_epoch, { type: 'failed', code: 'CANCELLED', detail });
  return kept;
};

/**
 * Ends a message that is queued or processed, for its owner, or, audited, a moderator or admin. One write decides, under
 * an epoch of its own: whoever works on the message can write nothing after it, and gives up its provider call with the
 * next token. What was shown of the reply is kept. Cancelling it again changes nothing.
 * @throws DomainError NOT_FOUND, CONFLICT when it has ended otherwise or its reply is being stored
 */
export const cancelMessage = async (
  ctx: CoreContext,
  identity: Identity,
  { message_id, reason }: CancelMessageInput,
): Promise<MessageView> => {
  await getChangeableMessage(ctx, identity, message_id, { action: 'messages.cancel', reason });
  const cancelled = await changeMessage(ctx, message_id, {
    event: 'message.cancelled',
    actor: identity.user_id,
    where: { processing_status: { $in: ['queued', 'processing'] }, reply_message_id: { $exists: false } },
    set: { processing_status: 'cancelled', 'timestamps.completed_at': ctx.now() },
    inc: { processing_epoch: 1 },
  });
  if (cancelled) {
    ctx.metrics.messagesProcessed.inc({ status: 'cancelled' });
    await releaseReplySlot(ctx, cancelled.conversation_id);
  }
  const doc = cancelled ?? (await getStoredMessage(ctx, message_id));
  const { processing_status: status } = doc;
  if (status !== 'cancelled') {
    const ended = isTerminal(status) ? `The message is ${status}.` : "The message's reply is being stored.";
    throw new DomainError('CONFLICT', ended);
  }
  return toMessageView(identity, await finishCancelling(ctx, doc));
};
