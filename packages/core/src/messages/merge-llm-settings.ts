import type { Identity } from '@message-service/shared/auth';
import type { LlmSettings } from '@message-service/shared/llm';
import type { CoreContext } from '../context.ts';
import { type ConversationDoc, findConversation } from '../conversations/index.ts';
import { demandLlmSettings } from '../llm/index.ts';

/** What a message is generated with: its own settings, and for the rest its conversation's. */
export const mergeLlmSettings = (
  conversation: Pick<ConversationDoc, 'settings'>,
  own: LlmSettings | undefined,
): LlmSettings => {
  const {
    context_window_size: _,
    context_compression: __,
    system_prompt: ___,
    ...fromConversation
  } = conversation.settings;
  // a model belongs to its provider: another provider's is not taken over with it
  const other = own?.provider !== undefined && own.provider !== fromConversation.provider;
  return { ...fromConversation, ...(other ? { model: undefined } : {}), ...own };
};

/**
 * Refuses a message's settings when the model would refuse them, together with those of its conversation, where that is
 * the sender's own. @throws DomainError VALIDATION_FAILED
 */
export const checkLlmSettings = async (
  ctx: Pick<CoreContext, 'db' | 'llm'>,
  identity: Identity,
  conversationId: string,
  own: LlmSettings,
): Promise<void> => {
  const found = await findConversation(ctx, conversationId);
  const conversation = found?.user_id === identity.user_id ? found : { settings: {} };
  demandLlmSettings(ctx, mergeLlmSettings(conversation, own), 'llm');
};
