import type { Identity } from '@message-service/shared/auth';
import { DomainError } from '@message-service/shared/errors';
import type { AppealInput, AppealReceipt } from '@message-service/shared/moderation';
import type { CoreContext } from '../context.ts';
import { messages } from '../messages/index.ts';
import { announceCase } from './announce-case.ts';
import { pushStep } from './change-case.ts';
import { caseIdOf, moderationCases } from './moderation-cases.ts';
import { dueAt, rankOf } from './severity.ts';

const APPEALABLE = new Set(['redact', 'archive', 'dismiss']);
const LEAST_SEVERITY = 3;

/**
 * The owner of a message says why what was decided about it is wrong: the case is opened again, for somebody else than
 * who decided. Once per decision; asking again tells what came of it.
 * @throws DomainError NOT_FOUND, CONFLICT when nothing was decided that they could say something against
 */
export const appealDecision = async (
  ctx: CoreContext,
  identity: Identity,
  { message_id, text }: AppealInput,
): Promise<AppealReceipt> => {
  for (;;) {
    const message = await messages(ctx).findOne({ _id: message_id }, { projection: { user_id: 1 } });
    if (message?.user_id !== identity.user_id) throw new DomainError('NOT_FOUND', 'There is no such message.');
    const doc = await moderationCases(ctx).findOne({ _id: caseIdOf(message_id) });
    const last = doc?.decisions.at(-1);
    if (doc?.appeal && (doc.appeal.outcome === 'waiting' || doc.appeal.outcome === 'upheld'))
      return { message_id, outcome: doc.appeal.outcome };
    if (!doc || !last || doc.state !== 'decided' || !APPEALABLE.has(last.action))
      throw new DomainError('CONFLICT', 'Nothing was decided about this message that could be appealed.');
    const now = ctx.now();
    const severity = Math.max(doc.severity, LEAST_SEVERITY);
    const appealed = await moderationCases(ctx).findOneAndUpdate(
      { _id: doc._id, revision: doc.revision },
      {
        $set: {
          state: 'open',
          appeal: {
            by: identity.user_id,
            at: now,
            text,
            against: last.action,
            decided_by: last.by,
            outcome: 'waiting',
          },
          sources: [...new Set([...doc.sources, 'appeal' as const])],
          severity,
          rank: rankOf(severity, doc.report_count),
          opened_at: now,
          due_at: dueAt(ctx.settings, severity, now),
          first_claimed_at: null,
          claim: null,
          assigned_to: null,
          updated_at: now,
        },
        $inc: { revision: 1, version: 1 },
        $push: pushStep(now, 'appealed', identity.user_id),
      },
      { returnDocument: 'after' },
    );
    if (!appealed) continue;
    announceCase(ctx, appealed, identity.user_id);
    return { message_id, outcome: 'waiting' };
  }
};
