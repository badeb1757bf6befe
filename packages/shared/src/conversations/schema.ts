import { z } from 'zod';
import { CharacterId, ConversationId, UserId } from '../ids.ts';
import { Instant } from '../instant.ts';
import { LlmSettings } from '../llm/index.ts';
import { Reason } from '../messages/changes.ts';
import { PlainText } from '../plain-text.ts';
import { countCodePoints } from '../text/index.ts';

/** The longest offset of a page, and what a list counts at most; a cursor goes on beyond. */
export const MAX_OFFSET = 10_000;

const line = (max: number) =>
  PlainText.trim()
    .min(1)
    .refine((text) => countCodePoints(text) <= max, `at most ${max} characters`);

const Title = line(200);
const Tag = line(50);
const Tags = z.array(Tag).max(10);

export const ConversationStatus = z.enum(['active', 'archived']);
export type ConversationStatus = z.infer<typeof ConversationStatus>;

/** What a message of the conversation is generated with, unless it says otherwise itself. */
export const ConversationSettings = LlmSettings.extend({
  context_window_size: z.int().min(1).max(100).optional(),
  /** Whether what is older than the window is summarised for the model. */
  context_compression: z.boolean().optional(),
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
  archived_at: z.date().optional(),
});
export type Conversation = z.infer<typeof Conversation>;

export const CreateConversationInput = z.strictObject({
  character_id: CharacterId,
  title: Title.optional(),
  tags: Tags.optional(),
  settings: ConversationSettings.optional(),
});
export type CreateConversationInput = z.infer<typeof CreateConversationInput>;

export const GetConversationInput = z.strictObject({ conversation_id: ConversationId });
export type GetConversationInput = z.infer<typeof GetConversationInput>;

const { shape } = ConversationSettings;

/** Each setting that is given replaces its old value, `null` goes back to the default, others stay. */
export const ConversationSettingsPatch = z.strictObject({
  provider: shape.provider.nullable(),
  model: shape.model.nullable(),
  temperature: shape.temperature.nullable(),
  max_tokens: shape.max_tokens.nullable(),
  top_p: shape.top_p.nullable(),
  frequency_penalty: shape.frequency_penalty.nullable(),
  presence_penalty: shape.presence_penalty.nullable(),
  stop_sequences: shape.stop_sequences.nullable(),
  failover: shape.failover.nullable(),
  cache: shape.cache.nullable(),
  context_window_size: shape.context_window_size.nullable(),
  context_compression: shape.context_compression.nullable(),
  system_prompt: shape.system_prompt.nullable(),
});
export type ConversationSettingsPatch = z.infer<typeof ConversationSettingsPatch>;

/** What is given is changed; `tags` are replaced as a whole. */
export const UpdateConversationInput = z.strictObject({
  conversation_id: ConversationId,
  title: Title.optional(),
  tags: Tags.optional(),
  settings: ConversationSettingsPatch.optional(),
});
export type UpdateConversationInput = z.infer<typeof UpdateConversationInput>;

export const ArchiveConversationInput = z.strictObject({
  conversation_id: ConversationId,
  /** Why a moderator acts on somebody else's; kept in the audit log. */
  reason: Reason.optional(),
});
export type ArchiveConversationInput = z.infer<typeof ArchiveConversationInput>;

export const ListConversationsInput = z.strictObject({
  status: ConversationStatus.optional(),
  tag: Tag.optional(),
  character_id: CharacterId.optional(),
  /** Part of the title; accents and case do not count. */
  q: line(100).optional(),
  /** Last activity from this instant on, and before that one. */
  active_from: Instant.optional(),
  active_before: Instant.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(200).optional(),
  /** Rows to skip; not together with a cursor. The answer then says how many there are in all. */
  offset: z.coerce.number().int().min(0).max(MAX_OFFSET).optional(),
  /** `all` is for roles that may read everybody's; the read is audited. */
  scope: z.enum(['own', 'all']).default('own'),
  /** One user's, with `scope=all`. Needed there by `tag`, `character_id` and `q`. */
  user_id: UserId.optional(),
});
export type ListConversationsInput = z.infer<typeof ListConversationsInput>;

/** The total is there when an offset was given, and counts no further than 10,000. */
const Page = z.object({ next_cursor: z.string().nullable(), total: z.int().optional() });

/** Most recently active first. */
export const ConversationPage = Page.extend({ items: z.array(Conversation) });
export type ConversationPage = z.infer<typeof ConversationPage>;

/** What a list shows of a conversation. */
export const ConversationSummary = Conversation.pick({
  conversation_id: true,
  title: true,
  character_id: true,
  tags: true,
  status: true,
  message_count: true,
  last_activity_at: true,
});
export type ConversationSummary = z.infer<typeof ConversationSummary>;

export const ConversationSummaryPage = Page.extend({ items: z.array(ConversationSummary) });
export type ConversationSummaryPage = z.infer<typeof ConversationSummaryPage>;

/** A query string chooses between whole documents and what a list shows. */
export const ListConversationsQuery = ListConversationsInput.extend({
  view: z.enum(['full', 'short']).default('full'),
});
export type ListConversationsQuery = z.infer<typeof ListConversationsQuery>;

/** Conversations in which something happened: a message, a reply, a change. `missed` when some may be left out. */
export const ConversationActivity = z.object({
  conversation_ids: z.array(ConversationId),
  missed: z.boolean(),
  at: z.date(),
});
export type ConversationActivity = z.infer<typeof ConversationActivity>;
