import { canReadAll, type Identity } from '@message-service/shared/auth';
import type { Conversation } from '@message-service/shared/conversations';
import { DomainError } from '@message-service/shared/errors';
import { recordAudit } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import { type ConversationDoc, conversations } from './conversations.ts';

export const toConversation = ({ _id, last_sequence, ...conversation }: ConversationDoc): Conversation => conversation;

/** The stored conversation, whoever owns it, or null. */
export const findConversation = (
  ctx: Pick<CoreContext, 'db'>,
  conversationId: string,
): Promise<ConversationDoc | null> => conversations(ctx).findOne({ _id: conversationId });

/**
 * The stored conversation when the caller may read it: the owner, and the roles that may read all.
 * @throws DomainError NOT_FOUND when it is missing or somebody else's, without a difference
 */
export const getConversation = async (
  ctx: Pick<CoreContext, 'db'>,
  identity: Identity,
  conversationId: string,
): Promise<ConversationDoc> => {
  const found = await findConversation(ctx, conversationId);
  if (!found || (found.user_id !== identity.user_id && !canReadAll(identity))) {
    throw new DomainError('NOT_FOUND', 'There is no such conversation.');
  }
  return found;
};

/** One conversation; somebody else's is audited. @throws DomainError NOT_FOUND */
export const readConversation = async (
  ctx: Pick<CoreContext, 'db' | 'settings' | 'now'>,
  identity: Identity,
  conversationId: string,
): Promise<Conversation> => {
  const found = await getConversation(ctx, identity, conversationId);
  if (found.user_id !== identity.user_id) {
    const target = { type: 'conversation', id: conversationId };
    await recordAudit(ctx, { actor: identity, action: 'conversations.get', target });
  }
  return toConversation(found);
};
