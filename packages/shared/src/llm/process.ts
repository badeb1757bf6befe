import { z } from 'zod';
import { CharacterId } from '../ids.ts';
import { PlainText } from '../plain-text.ts';
import { countCodePoints } from '../text/index.ts';
import { FinishReason, LlmSettings, ProviderName, TokenUsage } from './schema.ts';

const MAX_CHARACTERS = 50_000;

const Turn = z.strictObject({
  role: z.enum(['system', 'user', 'assistant']),
  content: PlainText.min(1).refine(
    (text) => countCodePoints(text) <= MAX_CHARACTERS,
    `at most ${MAX_CHARACTERS} characters`,
  ),
});

/** A prompt to have answered at once, without a conversation; with `stream` by server-sent events. Nothing is stored of it. */
export const ProcessLlmInput = z.strictObject({
  messages: z.array(Turn).min(1).max(100),
  /** Whose system prompt comes first. */
  character_id: CharacterId.optional(),
  llm: LlmSettings.optional(),
  stream: z.boolean().default(false),
});
export type ProcessLlmInput = z.infer<typeof ProcessLlmInput>;

export const ProcessLlmResult = z.object({
  text: z.string(),
  finish_reason: FinishReason,
  provider: ProviderName,
  model: z.string(),
  model_version: z.string().optional(),
  request_id: z.string().optional(),
  /** Who should have answered and did not, and why. */
  requested_provider: ProviderName.optional(),
  failover_reason: z.string().optional(),
  /** Given before, to the same prompt. */
  cached: z.boolean(),
  token_usage: TokenUsage,
  first_token_ms: z.number(),
  total_ms: z.number(),
});
export type ProcessLlmResult = z.infer<typeof ProcessLlmResult>;

/** What a stream of `POST /llm/process` says; `completed` or `failed` comes last. */
export const ProcessLlmEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('token'), text: z.string(), index: z.int() }),
  ProcessLlmResult.extend({ type: z.literal('completed') }),
  z.object({ type: z.literal('failed'), code: z.string(), detail: z.string() }),
]);
export type ProcessLlmEvent = z.infer<typeof ProcessLlmEvent>;
