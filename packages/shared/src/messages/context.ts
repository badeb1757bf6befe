import { z } from 'zod';
import { MessageId } from '../ids.ts';
import { ContextMetadata, MessageRole, SummaryRange } from './schema.ts';

export const GetMessageContextInput = z.strictObject({ message_id: MessageId });
export type GetMessageContextInput = z.infer<typeof GetMessageContextInput>;

/**
 * Whether a message was sent; if not, why: it is in the summary that was sent, the token limit kept it out, it is older
 * than the window, or it is archived, flagged or deleted now. `since`: the model was given none of it although it is in
 * sight now.
 */
export const ContextOutcome = z.enum([
  'sent',
  'summarised',
  'over_limit',
  'outside_window',
  'archived',
  'flagged',
  'deleted',
  'since',
]);
export type ContextOutcome = z.infer<typeof ContextOutcome>;

export const ContextEntry = z.object({
  kind: z.enum(['prompt', 'summary', 'message']),
  outcome: ContextOutcome,
  /** Null where the message is gone, and for the prompt. */
  message_id: MessageId.nullable(),
  sequence_number: z.int().nullable(),
  role: MessageRole.nullable(),
  /** As counted when it was sent; null for what was not. */
  tokens: z.int().nullable(),
  /** Only the beginning was sent. */
  cut: z.boolean(),
  /** Of a summary. */
  summary: SummaryRange.nullable(),
  /** As a model would be given it now; null for what was not sent, and for a summary that there is no more. */
  text: z.string().nullable(),
});
export type ContextEntry = z.infer<typeof ContextEntry>;

/** What the model was given for a message; before it has answered, what it would be given now. */
export const MessageContext = z.object({
  message_id: MessageId,
  reply_message_id: MessageId.nullable(),
  source: z.enum(['sent', 'preview']),
  metadata: ContextMetadata,
  /** Whether the texts are still those that were sent, by their hash; null when that cannot be told. */
  unchanged: z.boolean().nullable(),
  /** First what was sent, in its order; then what was not, newest first. Empty for replies from before this was kept. */
  entries: z.array(ContextEntry),
});
export type MessageContext = z.infer<typeof MessageContext>;
