import { DomainError } from '@message-service/shared/errors';
import type { CoreContext } from '../context.ts';
import { type Treatment, treatMessage } from '../messages/index.ts';
import { type CaseDoc, moderationCases } from './moderation-cases.ts';

/** What the decisions make of the message: the last one that is more than passing it on. */
const treatmentOf = ({ decisions, version }: CaseDoc): Treatment => {
  const held = decisions.findLast(({ action }) => action !== 'escalate');
  const kind = held === undefined || held.action === 'dismiss' || held.action === 'escalate' ? 'none' : held.action;
  return {
    kind,
    version,
    moderator: { user_id: held?.by ?? 'user_service0001', roles: ['moderator'] },
    redacted_text: held?.redacted_text ?? undefined,
  };
};

/**
 * Does to the message what was decided. What cannot be done now, because the message is under way or its conversation is
 * full, stays noted in the case and is tried again. Gives the case as it is then.
 */
export const applyDecision = async (ctx: CoreContext, doc: CaseDoc): Promise<CaseDoc> => {
  let refused: string | null = null;
  try {
    await treatMessage(ctx, doc.message_id, treatmentOf(doc));
  } catch (error) {
    if (!(error instanceof DomainError) || error.code === 'INTERNAL' || error.code === 'UNAVAILABLE') throw error;
    refused = error.message;
  }
  const settled = await moderationCases(ctx).findOneAndUpdate(
    { _id: doc._id, version: doc.version },
    {
      $set: { effect_error: refused, effect_pending_since: refused === null ? null : ctx.now() },
      $inc: { revision: 1 },
    },
    { returnDocument: 'after' },
  );
  return settled ?? doc;
};
