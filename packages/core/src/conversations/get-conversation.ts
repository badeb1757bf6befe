import { canReadAll, type Identity } from '@message-service/shared/auth';
import type { Conversation } from '@message-service/shared/conversations';
import { DomainError } from '@message-service/shared/errors';
import { recordAudit } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import { NeighbourError } from '../external/index.ts';
import { type ConversationDoc, conversations } from './conversations.ts';
import { findValidated } from './neighbour.ts';

export const toConversation = ({
  _id,
  last_sequence,
  slots_checked_at,
  ...conversation
}: ConversationDoc): Conversation => conversation;

/** The stored conversation, whoever owns it, or null. */
export const findConversation = (
  ctx: Pick<CoreContext, 'db'>,
  conversationId: string,
): Promise<ConversationDoc | null> => conversations(ctx).findOne({ _id: conversationId });

const mayRead = (identity: Identity, { user_id }: ConversationDoc) =>
  user_id === identity.user_id || canReadAll(identity);

/**
 * As the Conversation Service has it now, where there is one. While that is away, what we know of it serves on for those
 * who may read it; others are told the same as of one that we do not know.
 */
const findCurrent = async (
  ctx: Pick<CoreContext, 'db' | 'now' | 'neighbours'>,
  identity: Identity,
  conversationId: string,
): Promise<ConversationDoc | null> => {
  try {
    return await findValidated(ctx, conversationId);
  } catch (error) {
    const known = error instanceof NeighbourError ? await findConversation(ctx, conversationId) : null;
    if (!known || !mayRead(identity, known)) throw error;
    return known;
  }
};

/**
 * The stored conversation when the caller may read it: the owner, and the roles that may read all.
 * @throws DomainError NOT_FOUND when it is missing or somebody else's, without a difference; UNAVAILABLE
 */
export const getConversation = async (
  ctx: Pick<CoreContext, 'db' | 'now' | 'neighbours'>,
  identity: Identity,
  conversationId: string,
): Promise<ConversationDoc> => {
  const found = await findCurrent(ctx, identity, conversationId);
  if (!found || !mayRead(identity, found)) throw new DomainError('NOT_FOUND', 'There is no such conversation.');
  return found;
};

/** One conversation; somebody else's is audited. @throws DomainError NOT_FOUND */
export const readConversation = async (
  ctx: Pick<CoreContext, 'db' | 'settings' | 'now' | 'neighbours'>,
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
