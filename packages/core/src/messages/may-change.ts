import { canChangeOthers, type Identity } from '@message-service/shared/auth';
import { DomainError } from '@message-service/shared/errors';
import { type AuditInput, recordAudit } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import { type MessageDoc, messages } from './messages.ts';

const missing = () => new DomainError('NOT_FOUND', 'There is no such message.');

/** The message as it is now, for who was let through before. @throws DomainError NOT_FOUND */
export const getStoredMessage = async (ctx: Pick<CoreContext, 'db'>, messageId: string): Promise<MessageDoc> => {
  const doc = await messages(ctx).findOne({ _id: messageId });
  if (!doc) throw missing();
  return doc;
};

/** The caller's own message. @throws DomainError NOT_FOUND when it is missing or somebody else's, without a difference */
export const getOwnedMessage = async (
  ctx: Pick<CoreContext, 'db'>,
  identity: Identity,
  messageId: string,
): Promise<MessageDoc> => {
  const doc = await getStoredMessage(ctx, messageId);
  if (doc.user_id !== identity.user_id) throw missing();
  return doc;
};

/**
 * The message, when the caller may do `action` with it: the owner, and, audited, moderators and admins.
 * @throws DomainError NOT_FOUND for everybody else, as if it were missing
 */
export const getChangeableMessage = async (
  ctx: Pick<CoreContext, 'db' | 'settings' | 'now'>,
  identity: Identity,
  messageId: string,
  { action, reason }: { action: AuditInput['action']; reason?: string | undefined },
): Promise<MessageDoc> => {
  if (!canChangeOthers(identity)) return getOwnedMessage(ctx, identity, messageId);
  const doc = await getStoredMessage(ctx, messageId);
  if (doc.user_id === identity.user_id) return doc;
  const target = { type: 'message', id: messageId };
  await recordAudit(ctx, { actor: identity, action, target, details: { owner: doc.user_id, reason: reason ?? null } });
  return doc;
};
