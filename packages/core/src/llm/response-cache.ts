import { createHash } from 'node:crypto';
import { FinishReason, type LlmSettings, TokenUsage } from '@message-service/shared/llm';
import { z } from 'zod';
import type { CoreContext } from '../context.ts';
import type { Candidate } from './candidates.ts';
import type { ChatMessage, GenerateResult } from './provider.ts';

type Ctx = Pick<CoreContext, 'redis' | 'settings' | 'log'>;

const Kept = z.object({
  text: z.string(),
  finish_reason: FinishReason,
  usage: TokenUsage,
  model_version: z.string().optional(),
});

/** Whether an answer that was given before will do: when it would come out the same, or when that is asked for. */
export const mayBeCached = ({ cache, temperature }: LlmSettings): boolean => cache ?? temperature === 0;

/** Where the answer to this context is kept: by its hash, the character, the model and the parameters. */
export const cacheKeyOf = (
  { settings }: Pick<CoreContext, 'settings'>,
  messages: readonly ChatMessage[],
  characterId: string | null,
  { provider, model, settings: parameters }: Candidate,
): string => {
  const sorted = Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1));
  const hash = createHash('sha256').update(JSON.stringify([messages, characterId, provider.name, model, sorted]));
  return `${settings.REDIS_PREFIX}:llm_response:${hash.digest('hex')}`;
};

const parse = (text: string): z.infer<typeof Kept> | null => {
  try {
    return Kept.safeParse(JSON.parse(text)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
};

/** The answer kept under this key; null when there is none, or Redis does not say. */
export const readCached = async (
  { redis, log }: Ctx,
  key: string,
  candidate: Candidate,
): Promise<GenerateResult | null> => {
  try {
    const kept = parse((await redis.get(key)) ?? 'null');
    return (
      kept && { ...kept, provider: candidate.provider.name, model: candidate.model, first_token_ms: 0, total_ms: 0 }
    );
  } catch (error) {
    log.debug({ error }, 'kept answers cannot be read');
    return null;
  }
};

/** Keeps an answer that ended by itself for LLM_RESPONSE_CACHE_SECONDS. */
export const keepAnswer = async ({ redis, settings, log }: Ctx, key: string, result: GenerateResult): Promise<void> => {
  const { text, finish_reason, usage, model_version } = result;
  if (finish_reason !== 'stop' || settings.LLM_RESPONSE_CACHE_SECONDS === 0) return;
  try {
    const kept = JSON.stringify({ text, finish_reason, usage, model_version });
    await redis.set(key, kept, 'EX', settings.LLM_RESPONSE_CACHE_SECONDS);
  } catch (error) {
    log.debug({ error }, 'answer not kept');
  }
};
