import { DomainError } from '@message-service/shared/errors';
import type { ModerationCase, UndoDecisionInput } from '@message-service/shared/moderation';
import type { Actor } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import { applyDecision } from './apply-decision.ts';
import { toCase } from './case-view.ts';
import { changeCase, decidedAlready } from './change-case.ts';
import type { CaseDoc } from './moderation-cases.ts';

const HOUR_MS = 3_600_000;

/** The decision that can be undone. @throws DomainError CONFLICT, FORBIDDEN */
const undoable = async (ctx: CoreContext, identity: Actor, doc: CaseDoc, version: number, now: Date) => {
  const last = doc.decisions.at(-1);
  if (doc.version !== version) throw await decidedAlready(ctx, doc);
  if (!last || doc.state === 'open') throw new DomainError('CONFLICT', 'There is no decision to undo.');
  if (last.by !== identity.user_id && !identity.roles.includes('admin'))
    throw new DomainError('FORBIDDEN', 'Only an admin undoes what somebody else has decided.');
  if (now.getTime() - last.at.getTime() > ctx.settings.MODERATION_UNDO_HOURS * HOUR_MS)
    throw new DomainError('CONFLICT', 'The time in which it could be undone is over.');
  return last;
};

/**
 * Takes a decision back within MODERATION_UNDO_HOURS: case and message are what they were before it. Of an undoing and a
 * new decision at once one holds, and the other learns of it.
 * @throws DomainError NOT_FOUND, CONFLICT, FORBIDDEN for somebody else's decision unless an admin asks
 */
export const undoDecision = async (
  ctx: CoreContext,
  identity: Actor,
  { case_id, version, reason }: UndoDecisionInput,
): Promise<ModerationCase> => {
  const undone = await changeCase(ctx, identity, case_id, {
    action: 'moderation.undo',
    what: 'undone',
    note: reason,
    async change(doc, now) {
      const last = await undoable(ctx, identity, doc, version, now);
      const decisions = doc.decisions.slice(0, -1);
      const { appeal } = doc;
      return {
        set: {
          state: last.from,
          decisions,
          decided_at: null,
          decided_by: null,
          claim: null,
          review: null,
          appeal:
            appeal && appeal.at < last.at && last.action !== 'escalate' ? { ...appeal, outcome: 'waiting' } : appeal,
          effect_pending_since: now,
        },
        inc: { version: 1, undone_count: 1 },
        before: { state: doc.state, decision: last.action, version: doc.version },
        after: { state: last.from, version: doc.version + 1 },
      };
    },
  });
  return toCase(await applyDecision(ctx, undone));
};
