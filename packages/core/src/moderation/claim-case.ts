import type { ClaimCaseInput, ModerationCase } from '@message-service/shared/moderation';
import type { Actor } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import { toCase } from './case-view.ts';
import { changeCase, decidedAlready, refuseWhenHandedOn, refuseWhenHeld } from './change-case.ts';
import type { CaseDoc } from './moderation-cases.ts';
import { notePresence } from './presence.ts';

/** A hold from now on, and when the case was first taken up. */
export const heldFrom = (
  { settings }: Pick<CoreContext, 'settings'>,
  doc: CaseDoc,
  by: string,
  now: Date,
): Pick<CaseDoc, 'claim' | 'first_claimed_at'> => ({
  claim: { by, at: now, until: new Date(now.getTime() + settings.MODERATION_LEASE_SECONDS * 1_000) },
  first_claimed_at: doc.first_claimed_at ?? now,
});

/**
 * Takes a case for MODERATION_LEASE_SECONDS, so that nobody else decides it; again prolongs it. Of two at once one gets it.
 * Others at the desk see that the caller is there.
 * @throws DomainError NOT_FOUND, CONFLICT that says who holds it or what was decided
 */
export const claimCase = async (
  ctx: CoreContext,
  identity: Actor,
  { case_id }: ClaimCaseInput,
): Promise<ModerationCase> => {
  const held = await changeCase(ctx, identity, case_id, {
    action: 'moderation.claim',
    what: 'claimed',
    async change(doc, now) {
      if (doc.state === 'decided') throw await decidedAlready(ctx, doc);
      await refuseWhenHeld(ctx, doc, identity.user_id, now);
      await refuseWhenHandedOn(ctx, doc, identity);
      return { set: heldFrom(ctx, doc, identity.user_id, now) };
    },
  });
  notePresence(ctx, identity.user_id, case_id);
  return toCase(held);
};
