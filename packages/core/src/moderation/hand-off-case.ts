import { DomainError } from '@message-service/shared/errors';
import type { HandOffCaseInput, ModerationCase } from '@message-service/shared/moderation';
import type { Actor } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import { users } from '../users/index.ts';
import { toCase } from './case-view.ts';
import { changeCase, decidedAlready, refuseWhenHeld } from './change-case.ts';

const MAY_DECIDE = ['moderator', 'admin'] as const;

/**
 * Hands a case to another moderator, for whom it waits.
 * @throws DomainError NOT_FOUND, CONFLICT when it is decided or held by somebody else, or whom it is handed to has an
 * account here that may not decide
 */
export const handOffCase = async (
  ctx: CoreContext,
  identity: Actor,
  { case_id, to, reason }: HandOffCaseInput,
): Promise<ModerationCase> =>
  toCase(
    await changeCase(ctx, identity, case_id, {
      action: 'moderation.handOff',
      what: 'handed_off',
      note: reason,
      details: { to },
      async change(doc, now) {
        if (doc.state === 'decided') throw await decidedAlready(ctx, doc);
        await refuseWhenHeld(ctx, doc, identity.user_id, now);
        const account = await users(ctx).findOne({ _id: to });
        if (account && (account.disabled || !MAY_DECIDE.some((role) => account.roles.includes(role))))
          throw new DomainError('CONFLICT', 'Whom it is handed to may not decide cases.');
        return { set: { claim: null, assigned_to: to } };
      },
    }),
  );
