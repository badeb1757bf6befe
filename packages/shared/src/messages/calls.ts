import { z } from 'zod';
import { MessageId } from '../ids.ts';
import { FinishReason, ProviderName } from '../llm/index.ts';

export const GetMessageCallsInput = z.strictObject({ message_id: MessageId });
export type GetMessageCallsInput = z.infer<typeof GetMessageCallsInput>;

/** A provider call as the ledger has it. Costs in USD; null where nothing is known: of a call that runs, or has failed. */
export const MessageCall = z.object({
  call_id: z.string(),
  /** From 1, over all calls of the message; 0 for an answer that was given before. */
  attempt: z.int(),
  provider: ProviderName,
  model: z.string(),
  /** `open` while it runs, or for good when its worker died; `ok`; `cached`; else the class of its fault. */
  outcome: z.string(),
  error_code: z.string().nullable(),
  http_status: z.int().nullable(),
  finish_reason: FinishReason.nullable(),
  /** Whom it was asked instead of, and why. */
  requested_provider: ProviderName.nullable(),
  failover_reason: z.string().nullable(),
  /** The one call that tried a provider which had failed. */
  probe: z.boolean(),
  started_at: z.date(),
  first_token_ms: z.number().nullable(),
  total_ms: z.number().nullable(),
  prompt_tokens: z.int().nullable(),
  completion_tokens: z.int().nullable(),
  cached_tokens: z.int().nullable(),
  reasoning_tokens: z.int().nullable(),
  estimated: z.boolean(),
  total_cost: z.number().nullable(),
  /** What an answer that was given before would have cost. */
  saved_cost: z.number().nullable(),
  price_version: z.string().nullable(),
});
export type MessageCall = z.infer<typeof MessageCall>;

/** The provider calls of a message, oldest first; of a reply, those of the message that it answers. */
export const MessageCalls = z.object({ message_id: MessageId, items: z.array(MessageCall), next_cursor: z.null() });
export type MessageCalls = z.infer<typeof MessageCalls>;
