import type { TokenUsage } from '@message-service/shared/llm';
import { estimateTokens } from './estimate-tokens.ts';
import type { ChatMessage } from './provider.ts';

const MAX_BELIEVABLE = 10_000_000;

const believable = (figure: number | undefined): figure is number =>
  figure !== undefined && Number.isInteger(figure) && figure > 0 && figure <= MAX_BELIEVABLE;

/** Usage by the rule of thumb, marked `estimated`. */
export const estimateUsage = (messages: ChatMessage[], text: string): TokenUsage => {
  const prompt_tokens = messages.reduce((sum, message) => sum + estimateTokens(message.content), 0);
  const completion_tokens = estimateTokens(text);
  return { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens, estimated: true };
};

/** What a provider says: of the prompt `cached`, of the reply `reasoning`. */
export type ReportedUsage = { prompt?: number; completion?: number; cached?: number; reasoning?: number };

/** The provider's own figures when both are whole and above zero; an estimate when they are missing or nonsense. */
export const readUsage = (reported: ReportedUsage, messages: ChatMessage[], text: string): TokenUsage => {
  const { prompt, completion, cached, reasoning } = reported;
  if (!believable(prompt) || !believable(completion)) return estimateUsage(messages, text);
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    ...(believable(cached) ? { cached_tokens: Math.min(cached, prompt) } : {}),
    ...(believable(reasoning) ? { reasoning_tokens: Math.min(reasoning, completion) } : {}),
    estimated: false,
  };
};
