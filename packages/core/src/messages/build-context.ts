import { createHash } from 'node:crypto';
import type { ContextMetadata } from '@message-service/shared/messages';
import type { CoreContext } from '../context.ts';
import type { ConversationDoc } from '../conversations/index.ts';
import { getCharacter } from '../external/index.ts';
import { type ChatMessage, estimateTokens } from '../llm/index.ts';
import { findRange, type MessageDoc } from './messages.ts';

export type BuiltContext = { messages: ChatMessage[]; metadata: ContextMetadata };

/** Personal data that is masked, and what a moderator has taken out, does not leave for a provider. */
const textForModel = ({ content, redacted_text }: MessageDoc) =>
  redacted_text ?? content.sanitized_text ?? content.text;

const toChat = (doc: MessageDoc): ChatMessage => ({ role: doc.role, content: textForModel(doc) });

/** The newest turns that fit the token limit, oldest first. The last one, the message itself, is always kept. */
const fit = (newestFirst: ChatMessage[], limit: number) => {
  const kept: ChatMessage[] = [];
  let tokens = 0;
  for (const turn of newestFirst) {
    const cost = estimateTokens(turn.content);
    if (kept.length > 0 && tokens + cost > limit) break;
    tokens += cost;
    kept.unshift(turn);
  }
  return { kept, tokens };
};

/**
 * What the model is given: the character's prompt, then the newest messages of this conversation up to this one that fit
 * both the window (in messages) and the limit (in tokens). Reads a bounded range, however long the conversation is.
 */
export const buildContext = async (
  ctx: Pick<CoreContext, 'db' | 'settings' | 'neighbours'>,
  conversation: ConversationDoc,
  doc: MessageDoc,
): Promise<BuiltContext> => {
  const character = await getCharacter(ctx, doc.character_id);
  const size = conversation.settings.context_window_size ?? ctx.settings.DEFAULT_CONTEXT_WINDOW_SIZE;
  const system = [character.system_prompt, conversation.settings.system_prompt].filter(Boolean).join('\n\n');
  const range = await findRange(
    ctx,
    {
      conversation_id: doc.conversation_id,
      from: Math.max(1, doc.sequence_number - 2 * size),
      to: doc.sequence_number,
      limit: size,
      direction: 'desc',
    },
    { status: 'active', role: { $in: ['user', 'assistant'] } },
  );
  const systemTokens = estimateTokens(system);
  const { kept, tokens } = fit(range.map(toChat), ctx.settings.MAX_CONTEXT_TOKENS - systemTokens);
  const messages: ChatMessage[] = [{ role: 'system', content: system }, ...kept];
  return {
    messages,
    metadata: {
      context_window_size: size,
      messages_in_context: kept.length,
      context_tokens: tokens + systemTokens,
      context_hash: `sha256:${createHash('sha256').update(JSON.stringify(messages)).digest('hex')}`,
      dropped_messages: range.length - kept.length,
    },
  };
};
