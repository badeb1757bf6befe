import { z } from 'zod';
import { ConversationId } from '../ids.ts';
import { MessageRole, MessageStatus, ProcessingStatus } from '../messages/schema.ts';
import { GetConversationInput } from './schema.ts';

export const ConversationStatsInput = GetConversationInput;
export type ConversationStatsInput = z.infer<typeof ConversationStatsInput>;

/** Figures of one conversation. Times in milliseconds; money in `cost_currency`. */
export const ConversationStats = z.object({
  conversation_id: ConversationId,
  /** Messages and reserved replies, as the cap counts them. */
  message_count: z.int(),
  messages: z.object({
    total: z.int(),
    by_role: z.record(MessageRole, z.int()),
    by_status: z.record(MessageStatus, z.int()),
    by_processing_status: z.record(ProcessingStatus, z.int()),
  }),
  tokens: z.object({
    prompt_tokens: z.int(),
    completion_tokens: z.int(),
    total_tokens: z.int(),
    /** Replies whose tokens were estimated because the provider gave none. */
    estimated_replies: z.int(),
  }),
  total_cost: z.number(),
  cost_currency: z.literal('USD'),
  /** From the acceptance of a message to its reply; null without a reply. */
  average_latency_ms: z.number().nullable(),
  first_message_at: z.date().nullable(),
  last_message_at: z.date().nullable(),
  last_activity_at: z.date(),
  /** Figures of older messages may be from then: at most five minutes ago. */
  as_of: z.date(),
});
export type ConversationStats = z.infer<typeof ConversationStats>;
