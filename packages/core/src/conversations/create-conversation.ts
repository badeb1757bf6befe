import type { Identity } from '@message-service/shared/auth';
import type { Conversation, CreateConversationInput } from '@message-service/shared/conversations';
import { newId } from '@message-service/shared/ids';
import type { CoreContext } from '../context.ts';
import { getCharacter } from '../external/index.ts';
import { conversations } from './conversations.ts';
import { toConversation } from './get-conversation.ts';

/**
 * Creates an empty conversation with a character, owned by the caller.
 * @throws DomainError NOT_FOUND when there is no such character
 */
export const createConversation = async (
  ctx: CoreContext,
  identity: Identity,
  input: CreateConversationInput,
): Promise<Conversation> => {
  const character = await getCharacter(ctx, input.character_id);
  const now = ctx.now();
  const id = newId('conv', now.getTime());
  const doc = {
    _id: id,
    conversation_id: id,
    user_id: identity.user_id,
    character_id: input.character_id,
    title: input.title ?? character.name,
    tags: input.tags ?? [],
    status: 'active' as const,
    settings: input.settings ?? {},
    message_count: 0,
    last_sequence: 0,
    created_at: now,
    updated_at: now,
    last_activity_at: now,
  };
  await conversations(ctx).insertOne(doc);
  return toConversation(doc);
};
