import { z } from 'zod';
import { CharacterId, ConversationId, MessageId, UserId } from '../ids.ts';
import { ProcessingStatus, Reason, SagaStep } from '../messages/index.ts';

export const ListDeadLettersInput = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(200).optional(),
});
export type ListDeadLettersInput = z.infer<typeof ListDeadLettersInput>;

/** A message that could not be processed, with why, and what it has cost. */
export const DeadLetter = z.object({
  message_id: MessageId,
  conversation_id: ConversationId,
  user_id: UserId,
  character_id: CharacterId,
  code: z.string(),
  reason: z.string(),
  /** Attempts that failed and provider calls made since it was last retried; null when its job is no longer kept. */
  attempts: z.int().nullable(),
  provider_calls: z.int().nullable(),
  /** How often it has been retried by hand. */
  retries: z.int(),
  /** The last step that was done. */
  last_step: SagaStep.nullable(),
  created_at: z.date(),
  failed_at: z.date(),
});
export type DeadLetter = z.infer<typeof DeadLetter>;

/** Newest failure first. */
export const DeadLetterPage = z.object({ items: z.array(DeadLetter), next_cursor: z.string().nullable() });
export type DeadLetterPage = z.infer<typeof DeadLetterPage>;

export const RetryMessageInput = z.strictObject({ message_id: MessageId, reason: Reason.optional() });
export type RetryMessageInput = z.infer<typeof RetryMessageInput>;

export const RetriedMessage = z.object({
  message_id: MessageId,
  processing_status: ProcessingStatus,
  /** How often it has now been retried. */
  retries: z.int(),
});
export type RetriedMessage = z.infer<typeof RetriedMessage>;

export const RetryMessagesInput = z.strictObject({
  message_ids: z.array(MessageId).min(1).max(100),
  reason: Reason.optional(),
});
export type RetryMessagesInput = z.infer<typeof RetryMessagesInput>;

/** One answer per message: those that were not failed any more, or are gone, are left as they are. */
export const RetriedMessages = z.object({
  retried: z.int(),
  items: z.array(z.object({ message_id: MessageId, result: z.enum(['retried', 'conflict', 'not_found']) })),
});
export type RetriedMessages = z.infer<typeof RetriedMessages>;
