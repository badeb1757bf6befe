import { z } from 'zod';
import { PlainText } from '../plain-text.ts';

/** `claude` is accepted as another name of `anthropic`. */
export const ProviderName = z.enum(['lmstudio', 'openai', 'anthropic', 'claude', 'llm-service', 'demo']);
export type ProviderName = z.infer<typeof ProviderName>;

export const FinishReason = z.enum(['stop', 'length', 'content_filter', 'error']);
export type FinishReason = z.infer<typeof FinishReason>;

/** What a caller may ask of the model, per message or per conversation. */
export const LlmSettings = z
  .strictObject({
    provider: ProviderName,
    model: PlainText.min(1).max(200),
    temperature: z.number().min(0).max(2),
    max_tokens: z.int().min(1).max(4096),
    top_p: z.number().gt(0).max(1),
    frequency_penalty: z.number().min(-2).max(2),
    presence_penalty: z.number().min(-2).max(2),
    stop_sequences: z.array(PlainText.min(1).max(100)).max(4),
    /** Providers to ask, in this order, when the first one fails; instead of the deployment's. */
    failover: z.array(ProviderName).max(5),
    /** Whether an answer that was given to the same context before will do. At temperature 0 it does unless false. */
    cache: z.boolean(),
  })
  .partial();
export type LlmSettings = z.infer<typeof LlmSettings>;

/** `llm_metadata` of a reply: who answered, with which parameters, and how it ended. */
export const LlmMetadata = z.object({
  provider: ProviderName,
  model: z.string(),
  model_version: z.string().optional(),
  temperature: z.number().optional(),
  max_tokens: z.int().optional(),
  top_p: z.number().optional(),
  frequency_penalty: z.number().optional(),
  presence_penalty: z.number().optional(),
  stop_sequences: z.array(z.string()).optional(),
  request_id: z.string().optional(),
  finish_reason: FinishReason,
  /** Who should have answered and did not, and why: the class of its fault, such as `timeout` or `left_alone`. */
  requested_provider: ProviderName.optional(),
  failover_reason: z.string().optional(),
  /** Given before, to the same context: no provider was asked. */
  cached: z.boolean().optional(),
});
export type LlmMetadata = z.infer<typeof LlmMetadata>;

/** Tokens and money of one provider call. `estimated` when the provider reported no usage. Costs in `cost_currency`. */
export const TokenUsage = z.object({
  prompt_tokens: z.int().min(0),
  completion_tokens: z.int().min(0),
  total_tokens: z.int().min(0),
  /** Of the prompt, what the provider had kept; of the reply, what was thought and not said. */
  cached_tokens: z.int().min(0).optional(),
  reasoning_tokens: z.int().min(0).optional(),
  prompt_cost: z.number().min(0).optional(),
  completion_cost: z.number().min(0).optional(),
  total_cost: z.number().min(0).optional(),
  cost_currency: z.literal('USD').optional(),
  /** The table that the costs are from; without one the model's price is not known. */
  price_version: z.string().optional(),
  /** What an answer that was given before would have cost. */
  saved_cost: z.number().min(0).optional(),
  billing_tier: z.string().optional(),
  estimated: z.boolean(),
});
export type TokenUsage = z.infer<typeof TokenUsage>;
