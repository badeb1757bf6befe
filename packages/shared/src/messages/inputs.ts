import { z } from 'zod';
import { ConversationId, MessageId } from '../ids.ts';
import { JobPriority } from '../jobs/index.ts';
import { LlmSettings } from '../llm/index.ts';
import { PlainText } from '../plain-text.ts';
import { countCodePoints } from '../text/index.ts';
import { CustomMetadata } from './custom-metadata.ts';
import { MAX_MESSAGE_LENGTH } from './limits.ts';
import { MessageRole, MessageStatus, MessageView, Platform, ProcessingStatus } from './schema.ts';

const opaque = (max: number) => PlainText.min(1).max(max);

export const MessageText = PlainText.refine((text) => text.trim().length > 0, 'must not be empty').refine(
  (text) => countCodePoints(text) <= MAX_MESSAGE_LENGTH,
  `at most ${MAX_MESSAGE_LENGTH} characters`,
);

export const SendMessageInput = z.strictObject({
  conversation_id: ConversationId,
  content: z.strictObject({ text: MessageText }),
  client_metadata: z
    .strictObject({
      /** Idempotency key: the same key in the same conversation gives the same message. */
      client_msg_id: opaque(200),
      client_version: opaque(50),
      platform: Platform,
      session_id: opaque(200),
    })
    .partial()
    .optional(),
  custom_metadata: CustomMetadata.optional(),
  llm: LlmSettings.optional(),
  /** How soon it is taken among those that wait; `normal` unless asked. Above that only for services and admins. */
  priority: JobPriority.optional(),
});
export type SendMessageInput = z.infer<typeof SendMessageInput>;

/** Something that a conversation is told by whoever runs the service: the model reads it with its prompt, nobody answers it. */
export const AddSystemMessageInput = z.strictObject({
  conversation_id: ConversationId,
  content: z.strictObject({ text: MessageText }),
  /** Idempotency key, as with `POST /messages`. */
  client_msg_id: opaque(200).optional(),
});
export type AddSystemMessageInput = z.infer<typeof AddSystemMessageInput>;

export const Warning = z.object({ code: z.string(), detail: z.string() });
export type Warning = z.infer<typeof Warning>;

/** Answer 202: the message is durable and will be processed. */
export const SendMessageResult = z.object({
  message_id: MessageId,
  conversation_id: ConversationId,
  sequence_number: z.int(),
  processing_status: ProcessingStatus,
  status_url: z.string(),
  warnings: z.array(Warning),
});
export type SendMessageResult = z.infer<typeof SendMessageResult>;

export const GetMessageInput = z.strictObject({ message_id: MessageId });
export type GetMessageInput = z.infer<typeof GetMessageInput>;

export const ListMessagesInput = z.strictObject({
  conversation_id: ConversationId,
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(200).optional(),
  direction: z.enum(['asc', 'desc']).default('desc'),
  role: MessageRole.optional(),
  status: MessageStatus.optional(),
});
export type ListMessagesInput = z.infer<typeof ListMessagesInput>;

export const MessagePage = z.object({ items: z.array(MessageView), next_cursor: z.string().nullable() });
export type MessagePage = z.infer<typeof MessagePage>;
