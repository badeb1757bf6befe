import { z } from 'zod';
import { ConversationId, MessageId } from '../ids.ts';
import { LlmSettings } from '../llm/index.ts';
import { countCodePoints, isWellFormed } from '../text/index.ts';
import { MessageRole, MessageStatus, MessageView, Platform, ProcessingStatus } from './schema.ts';

/** Hard bound of a message's text in code points; a deployment may set a lower one. */
export const MAX_MESSAGE_LENGTH = 50_000;

const opaque = (max: number) => z.string().min(1).max(max).refine(isWellFormed, 'contains half of a surrogate pair');

export const MessageText = z
  .string()
  .refine((text) => text.trim().length > 0, 'must not be empty')
  .refine(isWellFormed, 'contains half of a surrogate pair')
  .refine((text) => !text.includes('\u0000'), 'must not contain the null character')
  .refine((text) => countCodePoints(text) <= MAX_MESSAGE_LENGTH, `at most ${MAX_MESSAGE_LENGTH} characters`);

const MAX_METADATA_BYTES = 16_384;
const isReservedKey = (key: string) =>
  key.startsWith('$') || key.includes('.') || key.includes('\u0000') || key === '__proto__' || !isWellFormed(key);

/** Free metadata: JSON of at most 16 KiB, no key that a database could read as an operator. */
export const CustomMetadata = z
  .record(z.string().min(1).max(100), z.json())
  .refine((value) => JSON.stringify(value).length <= MAX_METADATA_BYTES, `at most ${MAX_METADATA_BYTES} bytes as JSON`)
  .refine(
    (value) => !hasReservedKey(value),
    'keys must not start with $, contain a dot or a null character, or be __proto__',
  );

const hasReservedKey = (root: unknown): boolean => {
  const pending: unknown[] = [root];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (value === null || typeof value !== 'object') continue;
    if (!Array.isArray(value) && Object.keys(value).some(isReservedKey)) return true;
    for (const child of Object.values(value)) if (child !== undefined) pending.push(child);
  }
  return false;
};

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
});
export type SendMessageInput = z.infer<typeof SendMessageInput>;

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
