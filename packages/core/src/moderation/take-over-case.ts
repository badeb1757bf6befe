import type { ModerationCase, TakeOverCaseInput } from '@message-service/shared/moderation';
import type { Actor } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import { toCase } from './case-view.ts';
import { changeCase, decidedAlready } from './change-case.ts';
import { heldFrom } from './claim-case.ts';

/** Takes a case that somebody else holds, who learns of it at once. @throws DomainError NOT_FOUND, CONFLICT when it is decided */
export const takeOverCase = async (
  ctx: CoreContext,
  identity: Actor,
  { case_id, reason }: TakeOverCaseInput,
): Promise<ModerationCase> =>
  toCase(
    await changeCase(ctx, identity, case_id, {
      action: 'moderation.takeOver',
      what: 'taken_over',
      note: reason,
      async change(doc, now) {
        if (doc.state === 'decided') throw await decidedAlready(ctx, doc);
        return {
          set: { ...heldFrom(ctx, doc, identity.user_id, now), assigned_to: null },
          before: { holder: doc.claim?.by ?? null },
          after: { holder: identity.user_id },
        };
      },
    }),
  );
