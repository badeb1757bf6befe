import { FinishReason, ProviderName } from '@message-service/shared/llm';
import { z } from 'zod';
import { defineCollection } from '../../mongo/index.ts';

/**
 * One call to a provider, written before it is made. `_id` repeats `call_id`. Costs are in nano-dollars. A call whose
 * worker died stays `open`.
 */
export const LlmCall = z.object({
  _id: z.string(),
  call_id: z.string(),
  /** Null for a call that answers no message. */
  message_id: z.string().nullable(),
  conversation_id: z.string().nullable(),
  user_id: z.string(),
  purpose: z.enum(['reply', 'process', 'summary']),
  provider: ProviderName,
  model: z.string(),
  /** From 1, over all calls of the message; 0 for an answer that was given before. */
  attempt: z.int(),
  /** Whether it was the one call that tries a provider which had failed. */
  probe: z.boolean(),
  /** Whom it was asked instead of, and why. */
  requested_provider: ProviderName.optional(),
  failover_reason: z.string().optional(),
  /** `open`, `ok`, `cached`, or the class of its fault. */
  outcome: z.string(),
  error_code: z.string().optional(),
  http_status: z.int().optional(),
  finish_reason: FinishReason.optional(),
  started_at: z.date(),
  ended_at: z.date().optional(),
  first_token_ms: z.number().optional(),
  total_ms: z.number().optional(),
  prompt_tokens: z.int().optional(),
  completion_tokens: z.int().optional(),
  cached_tokens: z.int().optional(),
  reasoning_tokens: z.int().optional(),
  estimated: z.boolean().optional(),
  prompt_nanos: z.int().optional(),
  completion_nanos: z.int().optional(),
  total_nanos: z.int().optional(),
  saved_nanos: z.int().optional(),
  price_version: z.string().optional(),
});
export type LlmCall = z.infer<typeof LlmCall>;

export const llmCalls = defineCollection<LlmCall>({
  name: 'llm_calls',
  schema: LlmCall,
  indexes: [
    {
      name: 'idx_calls_message',
      key: { message_id: 1, started_at: 1 },
      serves: 'the provider calls of a message, in order',
      example: { filter: { message_id: 'msg_example001' }, sort: { started_at: 1 } },
    },
    {
      name: 'idx_calls_ttl',
      key: { started_at: 1 },
      options: { expireAfterSeconds: 730 * 86_400 },
      serves: 'the calls of a time, to price them anew; removal after 730 days',
      example: { filter: { started_at: { $gte: new Date(0), $lt: new Date() } }, sort: { started_at: 1 } },
    },
  ],
});
