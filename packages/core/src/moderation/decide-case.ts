import { DomainError } from '@message-service/shared/errors';
import type { CaseDecision, DecideCaseInput, ModerationCase } from '@message-service/shared/moderation';
import type { Actor } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import { messages } from '../messages/index.ts';
import { applyDecision } from './apply-decision.ts';
import { toCase } from './case-view.ts';
import { changeCase, decidedAlready, refuseWhenHandedOn, refuseWhenHeld } from './change-case.ts';
import type { CaseDoc } from './moderation-cases.ts';
import { redactText } from './redact-text.ts';
import { newReview } from './second-review.ts';
import { suggestPolicy } from './severity.ts';

const MOST_DECISIONS = 50;
const NEEDS_POLICY = new Set(['redact', 'archive']);

/** @throws DomainError CONFLICT, FORBIDDEN when this moderator may not decide the case as they saw it */
const refuse = async (ctx: CoreContext, identity: Actor, doc: CaseDoc, version: number, now: Date) => {
  if (doc.state === 'decided' || doc.version !== version) throw await decidedAlready(ctx, doc);
  await refuseWhenHeld(ctx, doc, identity.user_id, now);
  if (identity.roles.includes('admin')) return;
  if (doc.state === 'escalated' && doc.assigned_to !== identity.user_id)
    throw new DomainError('FORBIDDEN', 'It was escalated: an admin decides it, or whom it was handed to.');
  await refuseWhenHandedOn(ctx, doc, identity);
  if (doc.appeal?.outcome === 'waiting' && doc.appeal.decided_by === identity.user_id)
    throw new DomainError('FORBIDDEN', 'An appeal is decided by somebody else than the first time.');
};

/** What becomes of an appeal by the decision about it: whether the same holds again. */
const appealAfter = ({ appeal }: CaseDoc, action: CaseDecision['action']): Pick<CaseDoc, 'appeal'> => {
  if (appeal?.outcome !== 'waiting' || action === 'escalate') return { appeal };
  return { appeal: { ...appeal, outcome: action === appeal.against ? 'upheld' : 'overturned' } };
};

const redactionFor = async (ctx: CoreContext, doc: CaseDoc, input: DecideCaseInput): Promise<string | null> => {
  if (input.action !== 'redact') return null;
  const message = await messages(ctx).findOne({ _id: doc.message_id }, { projection: { content: 1 } });
  if (!message) throw new DomainError('CONFLICT', 'The message is gone.');
  return redactText(message.content.text, input.ranges, message.content.detected_language);
};

/**
 * Decides a case in the version that the moderator saw; of two at once one does, and the other learns who decided what.
 * Then does it to the message. Without a hold by somebody else no claim is needed.
 * @throws DomainError NOT_FOUND, CONFLICT, FORBIDDEN for what was escalated and for appeals against one's own decision
 */
export const decideCase = async (
  ctx: CoreContext,
  identity: Actor,
  input: DecideCaseInput,
): Promise<ModerationCase> => {
  const { case_id, version, action, reason, strike = false } = input;
  const by = identity.user_id;
  const decided = await changeCase(ctx, identity, case_id, {
    action: 'moderation.decide',
    what: 'decided',
    note: reason ?? action,
    details: { decision: action, policy: input.policy ?? null, strike },
    async change(doc, now) {
      await refuse(ctx, identity, doc, version, now);
      const redacted_text = await redactionFor(ctx, doc, input);
      const policy = input.policy ?? (NEEDS_POLICY.has(action) ? (suggestPolicy(doc) ?? 'other') : null);
      const decision: CaseDecision = {
        action,
        policy,
        reason: reason ?? null,
        by,
        at: now,
        strike,
        from: doc.state,
        redacted_text,
      };
      const state = action === 'escalate' ? ('escalated' as const) : ('decided' as const);
      return {
        set: {
          state,
          claim: null,
          assigned_to: null,
          first_claimed_at: doc.first_claimed_at ?? now,
          ...(state === 'decided' ? { decided_at: now, decided_by: by } : {}),
          ...appealAfter(doc, action),
          review: newReview(ctx, doc, decision),
          effect_pending_since: action === 'escalate' ? doc.effect_pending_since : now,
        },
        push: { decisions: { $each: [decision], $slice: -MOST_DECISIONS } },
        inc: { version: 1 },
        before: { state: doc.state, version: doc.version },
        after: { state, version: doc.version + 1, policy },
      };
    },
  });
  return toCase(action === 'escalate' ? decided : await applyDecision(ctx, decided));
};
