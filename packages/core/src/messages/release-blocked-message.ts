import type { Identity } from '@message-service/shared/auth';
import { DomainError } from '@message-service/shared/errors';
import { processMessage } from '@message-service/shared/messages';
import type { Filter } from 'mongodb';
import type { CoreContext } from '../context.ts';
import { releaseReplySlot, takeReplySlot } from '../conversations/index.ts';
import { enqueueAgain } from '../queues/index.ts';
import { changeMessage } from './change-message.ts';
import { getStoredMessage } from './may-change.ts';
import type { MessageDoc } from './messages.ts';
import { priorityOf } from './priority.ts';
import { resetJob } from './reset-job.ts';

const approved = (identity: Identity) => ({
  status: 'active' as const,
  'safety_metadata.approved_by_moderator': identity.user_id,
  'safety_metadata.manual_review_required': false,
});

const notBlocked = () => new DomainError('CONFLICT', 'The message is not blocked.');

const releaseReply = async (
  ctx: CoreContext,
  identity: Identity,
  doc: MessageDoc,
  where: Filter<MessageDoc>,
): Promise<MessageDoc> => {
  const released = await changeMessage(ctx, doc.message_id, {
    event: 'message.released',
    actor: identity.user_id,
    where: { ...where, status: 'flagged', 'safety_metadata.approved_by_moderator': null },
    set: approved(identity),
    unset: ['case_pending_since'],
  });
  if (!released) throw notBlocked();
  return released;
};

/**
 * Sends a message on its way that the filters had blocked, or shows a reply that they had kept back, because a moderator
 * approves of it. Of two at once one does it. Who may is decided, and audited, by the caller,
 * who may add what else has to hold.
 * @throws DomainError NOT_FOUND, CONFLICT when it is not blocked or its conversation is archived, CONVERSATION_FULL
 */
export const releaseBlockedMessage = async (
  ctx: CoreContext,
  identity: Identity,
  messageId: string,
  where: Filter<MessageDoc> = {},
): Promise<MessageDoc> => {
  const doc = await getStoredMessage(ctx, messageId);
  if (doc.role === 'assistant') return releaseReply(ctx, identity, doc, where);
  if (doc.status !== 'flagged' || doc.processing_status !== 'cancelled') throw notBlocked();
  await takeReplySlot(ctx, doc.conversation_id);
  const released = await changeMessage(ctx, messageId, {
    event: 'message.released',
    actor: identity.user_id,
    where: {
      ...where,
      status: 'flagged',
      processing_status: 'cancelled',
      'safety_metadata.decision': 'blocked',
      'safety_metadata.approved_by_moderator': null,
    },
    set: { ...approved(identity), processing_status: 'queued', 'timestamps.queued_at': ctx.now() },
    unset: ['case_pending_since', 'timestamps.completed_at'],
    // approved before and withdrawn: its job has ended, and begins anew
    ...(doc.processing_epoch > 0 ? { inc: { processing_retries: 1, processing_epoch: 1 } } : {}),
  });
  if (!released) {
    await releaseReplySlot(ctx, doc.conversation_id);
    throw notBlocked();
  }
  if (doc.processing_epoch > 0) await resetJob(ctx, released);
  await enqueueAgain(ctx, processMessage, { message_id: messageId }, priorityOf(released));
  return released;
};
