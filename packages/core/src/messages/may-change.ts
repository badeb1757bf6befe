import { canReadAll, type Identity } from '@message-service/shared/auth';
import { DomainError } from '@message-service/shared/errors';
import { type AuditInput, recordAudit } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import { type MessageDoc, messages } from './messages.ts';

/** True for the roles that may act on other users' messages; each act is audited. */
export const mayChangeOthers = ({ roles }: Pick<Identity, 'roles'>): boolean =>
  roles.includes('moderator') || roles.includes('admin');

/**
 * The message, when the caller may do `action` with it: the owner, and, audited, moderators and admins.
 * @throws DomainError NOT_FOUND when it is missing or somebody else's, FORBIDDEN for who may only read it
 */
export const getChangeableMessage = async (
  ctx: Pick<CoreContext, 'db' | 'now'>,
  identity: Identity,
  messageId: string,
  act: { action: AuditInput['action']; reason?: string | undefined },
): Promise<MessageDoc> => {
  const doc = await getVisibleMessage(ctx, identity, messageId);
  if (doc.user_id === identity.user_id) return doc;
  if (!mayChangeOthers(identity)) throw forbidden();
  await recordAudit(ctx, {
    actor: identity,
    action: act.action,
    target: { type: 'message', id: messageId },
    details: { owner: doc.user_id, reason: act.reason ?? null },
  });
  return doc;
};

/** The caller's own message. @throws DomainError NOT_FOUND, FORBIDDEN for who may only read it */
export const getOwnedMessage = async (
  ctx: Pick<CoreContext, 'db'>,
  identity: Identity,
  messageId: string,
): Promise<MessageDoc> => {
  const doc = await getVisibleMessage(ctx, identity, messageId);
  if (doc.user_id !== identity.user_id) throw forbidden();
  return doc;
};

/** The message as it is now, for who was let through before. @throws DomainError NOT_FOUND */
export const getStoredMessage = async (ctx: Pick<CoreContext, 'db'>, messageId: string): Promise<MessageDoc> => {
  const doc = await messages(ctx).findOne({ _id: messageId });
  if (!doc) throw missing();
  return doc;
};

const missing = () => new DomainError('NOT_FOUND', 'There is no such message.');
const forbidden = () =>
  new DomainError('FORBIDDEN', 'Your role does not allow this with the message of somebody else.');

const getVisibleMessage = async (ctx: Pick<CoreContext, 'db'>, identity: Identity, messageId: string) => {
  const doc = await messages(ctx).findOne({ _id: messageId });
  const visible = doc && (doc.user_id === identity.user_id || canReadAll(identity));
  if (!visible) throw missing();
  return doc;
};
