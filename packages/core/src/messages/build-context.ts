import { createHash } from 'node:crypto';
import type { ContextMetadata, ContextPart } from '@message-service/shared/messages';
import type { CoreContext } from '../context.ts';
import type { ConversationDoc } from '../conversations/index.ts';
import { getCharacter } from '../external/index.ts';
import { type ChatMessage, candidatesOf, describeModel } from '../llm/index.ts';
import { countCached } from '../metrics/index.ts';
import { cutToFit, type Fitted, fitWindow, type Turn } from './context/fit-window.ts';
import { keepWindow, readWindow, type WindowCtx } from './context/read-window.ts';
import { isCompressed } from './context/summarise.ts';
import { sayAsSummary } from './context/summary-prompt.ts';
import { type Tokenizer, tokenizerOf } from './context/tokenizers.ts';
import { findSummary, type MadeSummary } from './conversation-summaries.ts';
import { mergeLlmSettings } from './merge-llm-settings.ts';
import type { MessageDoc } from './messages.ts';

export type BuiltContext = {
  messages: ChatMessage[];
  metadata: ContextMetadata;
  /** Where older messages are summarised: the number up to which they should be before the next message. */
  summarise_to?: number;
};

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

/** What a summary may take of the limit. */
const SUMMARY_SHARE = 0.25;
/** A message and its reply: by so many the window moves on until the next context. */
const NEXT_TURNS = 2;

type FitOptions = { size: number; limit: number; tokenizer: Tokenizer };
type Compressed = Fitted & { summary?: MadeSummary & { said: string; tokens: number; cut?: true } };

/** What fits together with the summary, where that knows of messages that are not sent themselves. */
const fitCompressed = async (
  prompt: string,
  turns: readonly Turn[],
  options: FitOptions,
  made: MadeSummary | null,
): Promise<Compressed> => {
  const whole = await fitWindow(prompt, turns, options);
  const first = whole.sent[0]?.sequence_number ?? 0;
  if (!made || made.from >= first) return whole;
  const { limit, tokenizer } = options;
  const { text: said, ...counted } = await cutToFit(
    sayAsSummary(made.text),
    undefined,
    Math.floor(limit * SUMMARY_SHARE),
    tokenizer,
  );
  const fitted = await fitWindow(prompt, turns, { ...options, limit: limit - counted.tokens });
  return { ...fitted, tokens: fitted.tokens + counted.tokens, summary: { ...made, said, ...counted } };
};

/**
 * Up to which number there should be a summary when the next message comes, half a window ahead, so that one call lasts
 * for several; undefined while the one that is known reaches far enough, or nothing is left out.
 */
const findDue = ({ sent, over_limit }: Fitted, size: number, known: MadeSummary | null): number | undefined => {
  const leaving = Math.min(
    sent.length,
    Math.max(sent.length + NEXT_TURNS - size, over_limit.length > 0 ? NEXT_TURNS : 0),
  );
  const needed = sent[leaving - 1]?.sequence_number;
  if (needed === undefined || (known?.to ?? 0) >= needed) return undefined;
  return sent[Math.min(sent.length - 1, leaving - 1 + Math.floor(sent.length / 2))]?.sequence_number;
};

const toParts = ({ prompt, summary, sent }: Compressed): ContextPart[] => [
  { kind: 'prompt', tokens: prompt.tokens, ...(prompt.cut ? { cut: true } : {}) },
  ...(summary ? [toSummaryPart(summary)] : []),
  ...sent.map(({ sequence_number, tokens, cut }) => ({
    kind: 'message' as const,
    sequence_number,
    tokens,
    ...(cut ? { cut } : {}),
  })),
];

const toSummaryPart = ({ from, to, messages, summary_id, tokens, cut }: NonNullable<Compressed['summary']>) => ({
  kind: 'summary' as const,
  tokens,
  summary: { from, to, messages, summary_id },
  ...(cut ? { cut } : {}),
});

/** What the context stands for with the summary's messages in full, and which part of that was sent. */
const compressionOf = ({ summary, sent, tokens }: Compressed) => {
  if (!summary) return {};
  const twice = sent.filter(({ sequence_number }) => sequence_number <= summary.to);
  const own = twice.reduce((sum, turn) => sum + turn.tokens, 0);
  const whole = Math.max(tokens, tokens - summary.tokens + summary.source_tokens - own);
  return { effective_context_length: whole, context_compression_ratio: Math.round((tokens / whole) * 1_000) / 1_000 };
};

/**
 * What the model is given: the character's prompt, then, where that is wanted, a summary of older messages, then the newest messages of this conversation up to this one that fit
 * both the window (in messages) and the limit (in tokens, counted as the model's family does). Whatever a text says, it
 * stays the content of its own turn.
 * @throws DomainError VALIDATION_FAILED when its provider is not configured; NOT_FOUND, UNAVAILABLE of the character
 */
export const buildContext = async (
  ctx: WindowCtx & Pick<CoreContext, 'neighbours' | 'llm' | 'metrics'>,
  conversation: ConversationDoc,
  doc: MessageDoc,
): Promise<BuiltContext> => {
  const size = conversation.settings.context_window_size ?? ctx.settings.DEFAULT_CONTEXT_WINDOW_SIZE;
  const system = await promptOf(ctx, conversation, doc.character_id);
  const { model, limit } = modelOf(ctx, conversation, doc);
  const tokenizer = tokenizerOf(model);
  const { conversation_id, sequence_number: to } = doc;
  const query = { conversation_id, to, size, tokenizer: tokenizer.name };
  const compressed = isCompressed(ctx, conversation);
  const [window, made] = await Promise.all([
    readWindow(ctx, query),
    compressed ? findSummary(ctx, conversation_id) : null,
  ]);
  const { cached_messages: hits } = window;
  countCached(ctx.metrics, 'context', { hits, misses: window.turns.length - hits });
  // one that reaches beyond this message, when an old one is tried again, would tell the future
  const known = made && made.to < to ? made : null;
  const fitted = await fitCompressed(system, window.turns, { size, limit, tokenizer }, known);
  await keepWindow(ctx, query, window);
  const { prompt, summary, sent, over_limit } = fitted;
  const summarise_to = compressed ? findDue(fitted, size, made) : undefined;
  const messages: ChatMessage[] = [
    { role: 'system', content: prompt.text },
    ...(summary ? [{ role: 'user' as const, content: summary.said }] : []),
    ...sent.map(({ role, text }) => ({ role, content: text })),
  ];
  return {
    messages,
    ...(summarise_to === undefined ? {} : { summarise_to }),
    metadata: {
      context_window_size: size,
      messages_in_context: sent.length,
      context_tokens: fitted.tokens,
      context_hash: hashOf(messages),
      dropped_messages: over_limit.length,
      ...compressionOf(fitted),
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
