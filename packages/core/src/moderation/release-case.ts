import type { ClaimCaseInput, ModerationCase } from '@message-service/shared/moderation';
import type { Actor } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import { toCase } from './case-view.ts';
import { changeCase, refuseWhenHeld } from './change-case.ts';

/** Gives a case back to the queue; one that is free stays so. @throws DomainError NOT_FOUND, CONFLICT when somebody else holds it */
export const releaseCase = async (
  ctx: CoreContext,
  identity: Actor,
  { case_id }: ClaimCaseInput,
): Promise<ModerationCase> =>
  toCase(
    await changeCase(ctx, identity, case_id, {
      action: 'moderation.release',
      what: 'released',
      async change(doc, now) {
        await refuseWhenHeld(ctx, doc, identity.user_id, now);
        return { set: { claim: null } };
      },
    }),
  );
