import { DomainError } from '@message-service/shared/errors';
import type { CaseRow, OpenCaseInput } from '@message-service/shared/moderation';
import { type Actor, recordAudit } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import { messages } from '../messages/index.ts';
import { toCaseRows } from './case-view.ts';
import { openCase } from './open-case.ts';

const BY_HAND = 3;

/** Brings a message to the desk because a moderator finds that somebody should decide; audited. @throws DomainError NOT_FOUND */
export const openCaseFor = async (
  ctx: CoreContext,
  identity: Actor,
  { message_id, severity = BY_HAND, reason }: OpenCaseInput,
): Promise<CaseRow> => {
  const message = await messages(ctx).findOne({ _id: message_id });
  if (!message) throw new DomainError('NOT_FOUND', 'There is no such message.');
  const target = { type: 'message', id: message_id };
  const details = { owner: message.user_id, severity, reason: reason ?? null };
  await recordAudit(ctx, { actor: identity, action: 'moderation.open', target, details });
  const doc = await openCase(ctx, message, { source: 'moderator', by: identity.user_id, severity, note: reason });
  const [row] = await toCaseRows(ctx, [doc]);
  if (!row) throw new DomainError('NOT_FOUND', 'There is no such case.');
  return row;
};
