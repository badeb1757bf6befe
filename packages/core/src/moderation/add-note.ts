import type { AddNoteInput, ModerationCase } from '@message-service/shared/moderation';
import type { Actor } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import { toCase } from './case-view.ts';
import { changeCase } from './change-case.ts';
import { MOST_NOTES } from './moderation-cases.ts';

/** Leaves a note for other moderators; that there is one is audited, what it says stays with the case. @throws DomainError NOT_FOUND */
export const addNote = async (
  ctx: CoreContext,
  identity: Actor,
  { case_id, text }: AddNoteInput,
): Promise<ModerationCase> =>
  toCase(
    await changeCase(ctx, identity, case_id, {
      action: 'moderation.note',
      what: 'noted',
      change: (_doc, now) => ({
        set: {},
        push: { notes: { $each: [{ by: identity.user_id, at: now, text }], $slice: -MOST_NOTES } },
      }),
    }),
  );
