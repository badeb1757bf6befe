import { z } from 'zod';
import { CharacterId, ConversationId, UserId } from '../ids.ts';
import { LlmSettings } from '../llm/index.ts';
import { PlainText } from '../plain-text.ts';
import { countCodePoints } from '../text/index.ts';

const line = (max: number) =>
  PlainText.trim()
    .min(1)
    .refine((text) => countCodePoints(text) <= max, `at most ${max} characters`);

export const ConversationStatus = z.enum(['active', 'archived']);
export type ConversationStatus = z.infer<typeof ConversationStatus>;

export const ConversationSettings = LlmSettings.pick({
  provider: true,
  model: true,
  temperature: true,
  max_tokens: true,
}).extend({
  context_window_size: z.int().min(1).max(100).optional(),
  system_prompt: line(8_000).optional(),
});
export type ConversationSettings = z.infer<typeof ConversationSettings>;

export const Conversation = z.object({
  conversation_id: ConversationId,
  user_id: UserId,
  character_id: CharacterId,
  title: z.string(),
  tags: z.array(z.string()),
  status: ConversationStatus,
  settings: ConversationSettings,
  /** Messages and reserved replies; the cap of messages per conversation counts these. */
  message_count: z.int(),
  created_at: z.date(),
  updated_at: z.date(),
  last_activity_at: z.date(),
});
export type Conversation = z.infer<typeof Conversation>;

export const CreateConversationInput = z.strictObject({
  character_id: CharacterId,
  title: line(200).optional(),
  tags: z.array(line(50)).max(10).optional(),
  settings: ConversationSettings.optional(),
});
export type CreateConversationInput = z.infer<typeof CreateConversationInput>;

export const GetConversationInput = z.strictObject({ conversation_id: ConversationId });
export type GetConversationInput = z.infer<typeof GetConversationInput>;

export const ListConversationsInput = z.strictObject({
  status: ConversationStatus.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(200).optional(),
  /** `all` is for roles that may read everybody's; the read is audited. */
  scope: z.enum(['own', 'all']).default('own'),
});
export type ListConversationsInput = z.infer<typeof ListConversationsInput>;

/** Most recently active first. */
export const ConversationPage = z.object({ items: z.array(Conversation), next_cursor: z.string().nullable() });
export type ConversationPage = z.infer<typeof ConversationPage>;
