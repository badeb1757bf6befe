import type { Identity } from '@message-service/shared/auth';
import type {
  Conversation,
  ConversationSettings,
  ConversationSettingsPatch,
  UpdateConversationInput,
} from '@message-service/shared/conversations';
import { DomainError } from '@message-service/shared/errors';
import type { CoreContext } from '../context.ts';
import { demandLlmSettings } from '../llm/index.ts';
import { announceActivity } from './activity.ts';
import { conversations } from './conversations.ts';
import { toConversation } from './get-conversation.ts';
import { updateRemotely } from './neighbour.ts';

const missing = () => new DomainError('NOT_FOUND', 'There is no such conversation.');

/** The keys come from the schema, never from the caller. */
const splitSettings = (patch: ConversationSettingsPatch = {}) => {
  const entries = Object.entries(patch).filter(([, value]) => value !== undefined);
  const [given, cleared] = [
    entries.filter(([, value]) => value !== null),
    entries.filter(([, value]) => value === null),
  ];
  return {
    set: Object.fromEntries(given.map(([key, value]) => [`settings.${key}`, value])),
    unset: cleared.map(([key]) => `settings.${key}`),
  };
};

/** The model has to take the settings as they will be. */
const checkMerged = async (
  ctx: CoreContext,
  identity: Identity,
  conversationId: string,
  patch: ConversationSettingsPatch,
): Promise<void> => {
  const known = await conversations(ctx).findOne({ _id: conversationId, user_id: identity.user_id });
  const merged = Object.entries({ ...known?.settings, ...patch }).filter(([, value]) => value !== null);
  demandLlmSettings(ctx, Object.fromEntries(merged) as ConversationSettings, 'settings');
};

/**
 * Changes title, tags or settings of the caller's own conversation: what is given, and of the settings each one that is
 * given. Two changes at once are both kept, unless they give the same thing; then the later one stays.
 * @throws DomainError NOT_FOUND when it is missing or somebody else's, VALIDATION_FAILED for a provider that is not
 *   configured or settings that its model refuses, UNAVAILABLE
 */
export const updateConversation = async (
  ctx: CoreContext,
  identity: Identity,
  input: UpdateConversationInput,
): Promise<Conversation> => {
  const { conversation_id, title, settings } = input;
  if (settings) await checkMerged(ctx, identity, conversation_id, settings);
  const tags = input.tags && [...new Set(input.tags)];
  const remote = await updateRemotely(ctx, identity.user_id, { ...input, ...(tags ? { tags } : {}) });
  if (remote) return toConversation(remote);
  const { set, unset } = splitSettings(settings);
  const doc = await conversations(ctx).findOneAndUpdate(
    { _id: conversation_id, user_id: identity.user_id },
    {
      $set: { ...set, ...(title === undefined ? {} : { title }), ...(tags ? { tags } : {}) },
      ...(unset.length > 0 ? { $unset: Object.fromEntries(unset.map((path) => [path, ''])) } : {}),
      $max: { updated_at: ctx.now() },
    },
    { returnDocument: 'after' },
  );
  if (!doc) throw missing();
  announceActivity(ctx, doc);
  return toConversation(doc);
};
