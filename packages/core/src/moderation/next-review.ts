import type { MessageView } from '@message-service/shared/messages';
import type { NextReview } from '@message-service/shared/moderation';
import { type Actor, recordAudit } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import { findAround, type MessageDoc, messages, toMessageView } from '../messages/index.ts';
import { moderationCases } from './moderation-cases.ts';

const REACH = 20;
const MOST_TRIED = 20;

/** The message without what a decision has left on it. */
const unmarked = (identity: Actor, doc: MessageDoc): MessageView => {
  const { redacted_text, ...view } = toMessageView(identity, doc);
  if (!view.safety_metadata) return { ...view, status: 'active' };
  const safety_metadata = { ...view.safety_metadata, approved_by_moderator: null, manual_review_required: true };
  return { ...view, status: 'active', safety_metadata };
};

/**
 * A case of the sample that somebody else has decided, to be decided again without seeing how, the oldest decision first;
 * null when none waits for the caller. Audited.
 */
export const nextReview = async (ctx: CoreContext, identity: Actor): Promise<NextReview> => {
  const filter = { 'review.state': 'waiting' as const, 'review.first.by': { $ne: identity.user_id } };
  const [docs, waiting] = await Promise.all([
    moderationCases(ctx).find(filter).sort({ decided_at: 1 }).limit(MOST_TRIED).toArray(),
    moderationCases(ctx).countDocuments(filter),
  ]);
  const found = await messages(ctx)
    .find({ _id: { $in: docs.map(({ message_id }) => message_id) } })
    .toArray();
  const doc = docs.find(({ message_id }) => found.some(({ _id }) => _id === message_id));
  const message = found.find(({ _id }) => _id === doc?.message_id);
  await recordAudit(ctx, {
    actor: identity,
    action: 'moderation.nextReview',
    target: { type: 'case', id: doc?.case_id ?? 'none' },
    details: { waiting },
  });
  if (!doc?.review || !message) return { task: null, waiting: 0 };
  const context = await findAround(ctx, message, REACH);
  return {
    task: {
      case_id: doc.case_id,
      of_version: doc.review.of_version,
      severity: doc.severity,
      issues: doc.issues,
      message: unmarked(identity, message),
      context: context.map((one) => unmarked(identity, one)),
    },
    waiting,
  };
};
