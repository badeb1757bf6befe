import type { Identity } from '@message-service/shared/auth';
import { DomainError } from '@message-service/shared/errors';
import { isTerminal } from '@message-service/shared/messages';
import type { CoreContext } from '../context.ts';
import { announceActivity } from '../conversations/index.ts';
import { purgeAt } from './archive-message.ts';
import { cancelMessage } from './cancel-message.ts';
import { changeMessage, type MessageChange } from './change-message.ts';
import { forgetConversationStats } from './conversation-stats.ts';
import { getStoredMessage } from './may-change.ts';
import type { MessageDoc } from './messages.ts';
import { releaseBlockedMessage } from './release-blocked-message.ts';

/** What a moderator's decision makes of a message; `none` is what it was without any. */
export type Treatment = {
  kind: 'none' | 'approve' | 'redact' | 'archive';
  /** Of the case; an older one changes nothing any more. */
  version: number;
  moderator: Identity;
  redacted_text?: string | undefined;
};

/** Changes the message unless a newer decision has come. */
const change = (
  ctx: CoreContext,
  id: string,
  { version, moderator }: Treatment,
  { where = {}, ...rest }: Omit<MessageChange, 'actor'>,
) => changeMessage(ctx, id, { ...rest, actor: moderator.user_id, where: { ...where, moderation_version: version } });

const wasBlocked = ({ safety_metadata }: MessageDoc) => safety_metadata?.decision === 'blocked';
const isApproved = ({ safety_metadata }: MessageDoc) => (safety_metadata?.approved_by_moderator ?? null) !== null;

const FENCE_EVENTS = {
  none: 'message.decision_undone',
  redact: 'message.redacted',
  approve: 'message.flagged',
  archive: 'message.flagged',
} as const;

/** Puts the decision's version on the message, with what is shown in its place; null when a newer one is there. */
const fence = (ctx: CoreContext, messageId: string, treatment: Treatment): Promise<MessageDoc | null> => {
  const { kind, version, moderator, redacted_text } = treatment;
  return changeMessage(ctx, messageId, {
    event: FENCE_EVENTS[kind],
    actor: moderator.user_id,
    where: { $or: [{ moderation_version: { $exists: false } }, { moderation_version: { $lte: version } }] },
    set: { moderation_version: version, ...(kind === 'redact' && redacted_text ? { redacted_text } : {}) },
    unset: ['case_pending_since'],
  });
};

const archive = async (ctx: CoreContext, doc: MessageDoc, treatment: Treatment): Promise<void> => {
  if (doc.status === 'archived' || doc.status === 'deleted') return;
  if (!isTerminal(doc.processing_status)) throw new DomainError('CONFLICT', 'The message is still being processed.');
  const purge_at = purgeAt(ctx, doc.retention_policy);
  await change(ctx, doc.message_id, treatment, {
    event: 'message.archived',
    where: { status: doc.status },
    set: {
      status: 'archived',
      archived_from: doc.status,
      moderation_archived: true,
      ...(purge_at ? { purge_at } : {}),
    },
  });
};

const bringBack = async (ctx: CoreContext, doc: MessageDoc, treatment: Treatment): Promise<void> => {
  if (!doc.moderation_archived) return;
  await change(ctx, doc.message_id, treatment, {
    event: 'message.restored',
    where: { status: 'archived', moderation_archived: true },
    set: { status: doc.archived_from ?? 'active' },
    unset: ['archived_from', 'purge_at', 'moderation_archived'],
  });
};

const approval = ({ moderator }: Treatment) => ({
  'safety_metadata.approved_by_moderator': moderator.user_id,
  'safety_metadata.manual_review_required': false,
});

/** Lets through what the filters kept back; what was answered before it was kept back again is shown with its answer. */
const approve = async (ctx: CoreContext, doc: MessageDoc, treatment: Treatment): Promise<void> => {
  if (!doc.safety_metadata || isApproved(doc)) return;
  const where = { moderation_version: treatment.version };
  if (
    doc.status === 'flagged' &&
    wasBlocked(doc) &&
    (doc.role === 'assistant' || doc.processing_status === 'cancelled')
  ) {
    await releaseBlockedMessage(ctx, treatment.moderator, doc.message_id, where);
    return;
  }
  await change(ctx, doc.message_id, treatment, {
    event: 'message.released',
    set: { ...approval(treatment), ...(doc.status === 'flagged' ? { status: 'active' } : {}) },
  });
  if (doc.reply_message_id === undefined) return;
  await changeMessage(ctx, doc.reply_message_id, {
    event: 'message.released',
    actor: treatment.moderator.user_id,
    where: { withheld_with: doc.message_id, status: 'flagged' },
    set: { status: 'active' },
    unset: ['withheld_with'],
  });
};

const withdrawn = { status: 'flagged', 'safety_metadata.approved_by_moderator': null } as const;

/** Keeps back again what had been approved, with its answer if there is one; what is under way is cancelled first. */
const withdraw = async (ctx: CoreContext, doc: MessageDoc, treatment: Treatment): Promise<void> => {
  if (!wasBlocked(doc) || !isApproved(doc)) return;
  if (!isTerminal(doc.processing_status))
    await cancelMessage(ctx, treatment.moderator, { message_id: doc.message_id, reason: 'approval withdrawn' });
  await change(ctx, doc.message_id, treatment, {
    event: 'message.flagged',
    where: { status: { $in: ['active', 'flagged'] } },
    set: withdrawn,
  });
  if (doc.reply_message_id === undefined) return;
  await changeMessage(ctx, doc.reply_message_id, {
    event: 'message.flagged',
    actor: treatment.moderator.user_id,
    where: { status: 'active' },
    set: { status: 'flagged', withheld_with: doc.message_id },
  });
};

/** Whether somebody has still to look at it. */
const settle = async (ctx: CoreContext, doc: MessageDoc, treatment: Treatment): Promise<void> => {
  if (!doc.safety_metadata || treatment.kind === 'approve') return;
  const judged = (doc.safety_metadata.decision ?? 'allowed') !== 'allowed';
  const required = treatment.kind === 'none' && judged;
  if (doc.safety_metadata.manual_review_required === required && !isApproved(doc)) return;
  await change(ctx, doc.message_id, treatment, {
    event: 'message.flagged',
    set: {
      'safety_metadata.manual_review_required': required,
      'safety_metadata.approved_by_moderator': null,
    },
  });
};

/**
 * Brings a message to what was decided about it, from whatever an earlier decision had made of it. Safe to run again,
 * and in any order: of two treatments the one with the higher version holds. False when a newer one holds already or the
 * message is gone. Who may is decided, and audited, by the caller.
 * @throws DomainError CONFLICT, CONVERSATION_FULL when it cannot be done now
 */
export const treatMessage = async (ctx: CoreContext, messageId: string, treatment: Treatment): Promise<boolean> => {
  const { kind } = treatment;
  const fenced = await fence(ctx, messageId, treatment);
  if (!fenced) return false;
  if (kind !== 'redact' && fenced.redacted_text !== undefined)
    await change(ctx, messageId, treatment, { event: 'message.unredacted', unset: ['redacted_text'] });
  if (kind !== 'archive') await bringBack(ctx, fenced, treatment);
  const current = await getStoredMessage(ctx, messageId);
  if (kind === 'approve') await approve(ctx, current, treatment);
  else {
    await withdraw(ctx, current, treatment);
    await settle(ctx, current, treatment);
  }
  if (kind === 'archive') await archive(ctx, await getStoredMessage(ctx, messageId), treatment);
  await forgetConversationStats(ctx, fenced.conversation_id);
  announceActivity(ctx, fenced);
  return true;
};
