import { z } from 'zod';
import { MessageId } from '../ids.ts';

/** What can happen to a message. Names stay: they are in the log for good. */
export const MessageEventType = z.enum([
  'message.accepted',
  'message.processing_started',
  'message.reply_decided',
  'message.completed',
  'message.failed',
  'message.cancelled',
  'message.retried',
  'message.archived',
  'message.restored',
  'message.metadata_changed',
  'message.case_opened',
  'message.released',
  'message.flagged',
  'message.redacted',
  'message.unredacted',
  'message.decision_undone',
  'message.repriced',
  'message.partial_reply_kept',
]);
export type MessageEventType = z.infer<typeof MessageEventType>;

export const GetMessageHistoryInput = z.strictObject({ message_id: MessageId });
export type GetMessageHistoryInput = z.infer<typeof GetMessageHistoryInput>;

/** One thing that happened to a message. `actor` is null for what the service itself did. */
export const MessageHistoryEntry = z.object({
  /** From 1, without gaps. */
  version: z.int().min(1),
  type: MessageEventType,
  at: z.date(),
  actor: z.string().nullable(),
  /** The paths of the document that changed; absent for readers who see their own messages only. */
  changed: z.array(z.string()).optional(),
});
export type MessageHistoryEntry = z.infer<typeof MessageHistoryEntry>;

export const MessageHistory = z.object({ message_id: MessageId, events: z.array(MessageHistoryEntry) });
export type MessageHistory = z.infer<typeof MessageHistory>;
