import type { Identity } from '@message-service/shared/auth';
import type { Conversation, CreateConversationInput } from '@message-service/shared/conversations';
import { newId } from '@message-service/shared/ids';
import type { CoreContext } from '../context.ts';
import { getCharacter } from '../external/index.ts';
import { demandLlmSettings } from '../llm/index.ts';
import { announceActivity } from './activity.ts';
import { conversations } from './conversations.ts';
import { toConversation } from './get-conversation.ts';
import { createRemotely } from './neighbour.ts';

/**
 * Creates an empty conversation with a character, owned by the caller. Without a title it has the character's name; a tag
 * given twice is kept once. Where a Conversation Service is configured, it creates the conversation.
 * @throws DomainError NOT_FOUND when there is no such character, VALIDATION_FAILED for a provider that is not configured
 *   or settings that its model refuses, UNAVAILABLE
 */
export const createConversation = async (
  ctx: CoreContext,
  identity: Identity,
  input: CreateConversationInput,
): Promise<Conversation> => {
  const character = await getCharacter(ctx, input.character_id);
  if (input.settings) demandLlmSettings(ctx, input.settings, 'settings');
  const title = input.title ?? character.name;
  const tags = [...new Set(input.tags)];
  const remote = await createRemotely(ctx, identity.user_id, { ...input, title, tags });
  if (remote) return toConversation(remote);
  const now = ctx.now();
  const id = newId('conv', now.getTime());
  const doc = {
    _id: id,
    conversation_id: id,
    user_id: identity.user_id,
    character_id: input.character_id,
    title,
    tags,
    status: 'active' as const,
    settings: input.settings ?? {},
    message_count: 0,
    last_sequence: 0,
    created_at: now,
    updated_at: now,
    last_activity_at: now,
  };
  await conversations(ctx).insertOne(doc);
  announceActivity(ctx, doc);
  return toConversation(doc);
};
