import { createHash } from 'node:crypto';
import type { ContextMetadata, ContextPart } from '@message-service/shared/messages';
import type { CoreContext } from '../context.ts';
import type { ConversationDoc } from '../conversations/index.ts';
import { getCharacter } from '../external/index.ts';
import { type ChatMessage, candidatesOf, describeModel } from '../llm/index.ts';
import { type Fitted, fitWindow } from './context/fit-window.ts';
import { keepWindow, readWindow, type WindowCtx } from './context/read-window.ts';
import { tokenizerOf } from './context/tokenizers.ts';
import { mergeLlmSettings } from './merge-llm-settings.ts';
import type { MessageDoc } from './messages.ts';

export type BuiltContext = { messages: ChatMessage[]; metadata: ContextMetadata };

export const hashOf = (messages: readonly ChatMessage[]): string =>
  `sha256:${createHash('sha256').update(JSON.stringify(messages)).digest('hex')}`;

/** The character's prompt, then what its conversation adds to it. @throws DomainError NOT_FOUND, UNAVAILABLE */
export const promptOf = async (
  ctx: Pick<CoreContext, 'neighbours'>,
  { settings }: Pick<ConversationDoc, 'settings'>,
  characterId: string,
): Promise<string> => {
  const character = await getCharacter(ctx, characterId);
  return [character.system_prompt, settings.system_prompt].filter(Boolean).join('\n\n');
};

/** The model that is asked first, and how many tokens it is given at most: the reply has to fit into its window too. */
const modelOf = (ctx: Pick<CoreContext, 'llm' | 'settings'>, conversation: ConversationDoc, doc: MessageDoc) => {
  const [{ provider, model, settings }] = candidatesOf(ctx, mergeLlmSettings(conversation, doc.llm_settings));
  const { context_window, max_tokens } = describeModel(provider.name, model);
  const room =
    context_window === null ? Number.POSITIVE_INFINITY : context_window - (settings.max_tokens ?? max_tokens);
  return { model, limit: Math.max(1, Math.min(ctx.settings.MAX_CONTEXT_TOKENS, room)) };
};

const toParts = ({ prompt, sent }: Fitted): ContextPart[] => [
  { kind: 'prompt', tokens: prompt.tokens, ...(prompt.cut ? { cut: true } : {}) },
  ...sent.map(({ sequence_number, tokens, cut }) => ({
    kind: 'message' as const,
    sequence_number,
    tokens,
    ...(cut ? { cut } : {}),
  })),
];

/**
 * What the model is given: the character's prompt, then the newest messages of this conversation up to this one that fit
 * both the window (in messages) and the limit (in tokens, counted as the model's family does). Whatever a text says, it
 * stays the content of its own turn.
 * @throws DomainError VALIDATION_FAILED when its provider is not configured; NOT_FOUND, UNAVAILABLE of the character
 */
export const buildContext = async (
  ctx: WindowCtx & Pick<CoreContext, 'neighbours' | 'llm'>,
  conversation: ConversationDoc,
  doc: MessageDoc,
): Promise<BuiltContext> => {
  const size = conversation.settings.context_window_size ?? ctx.settings.DEFAULT_CONTEXT_WINDOW_SIZE;
  const system = await promptOf(ctx, conversation, doc.character_id);
  const { model, limit } = modelOf(ctx, conversation, doc);
  const tokenizer = tokenizerOf(model);
  const { conversation_id, sequence_number: to } = doc;
  const query = { conversation_id, to, size, tokenizer: tokenizer.name };
  const window = await readWindow(ctx, query);
  const fitted = await fitWindow(system, window.turns, { size, limit, tokenizer });
  await keepWindow(ctx, query, window);
  const { prompt, sent, over_limit } = fitted;
  const messages: ChatMessage[] = [
    { role: 'system', content: prompt.text },
    ...sent.map(({ role, text }) => ({ role, content: text })),
  ];
  return {
    messages,
    metadata: {
      context_window_size: size,
      messages_in_context: sent.length,
      context_tokens: fitted.tokens,
      context_hash: hashOf(messages),
      dropped_messages: over_limit.length,
      details: {
        tokenizer: tokenizer.name,
        estimated: tokenizer.estimated,
        token_limit: limit,
        cache: window.cache,
        cached_messages: window.cached_messages,
        sent: toParts(fitted),
        over_limit,
      },
    },
  };
};
