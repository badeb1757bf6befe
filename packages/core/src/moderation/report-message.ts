import type { Identity } from '@message-service/shared/auth';
import { DomainError } from '@message-service/shared/errors';
import type { ReportMessageInput, ReportReceipt } from '@message-service/shared/moderation';
import type { CoreContext } from '../context.ts';
import { messages } from '../messages/index.ts';
import { openCase } from './open-case.ts';
import { severityOfReport } from './severity.ts';

/**
 * What a user finds wrong with a message of a conversation of theirs. Doing so again changes nothing, and what the desk
 * makes of it is not told here.
 * @throws DomainError NOT_FOUND for a message that they may not read, as if it were missing
 */
export const reportMessage = async (
  ctx: CoreContext,
  identity: Identity,
  { message_id, category, note }: ReportMessageInput,
): Promise<ReportReceipt> => {
  const message = await messages(ctx).findOne({ _id: message_id });
  if (message?.user_id !== identity.user_id) throw new DomainError('NOT_FOUND', 'There is no such message.');
  await openCase(ctx, message, {
    source: 'report',
    by: identity.user_id,
    severity: severityOfReport(category),
    report: { by: identity.user_id, at: ctx.now(), category, note: note ?? null },
  });
  return { message_id, reported: true };
};
