import { CharacterId, ConversationId, MessageId, UserId } from '@message-service/shared/ids';
import { MessageRole, MessageStatus, MessageType } from '@message-service/shared/messages';
import { z } from 'zod';
import { defineCollection } from '../mongo/index.ts';

/** What a message is found by; `_id` repeats `message_id`. The texts that readers get come from the messages. */
export const SearchDoc = z.object({
  _id: z.string(),
  message_id: MessageId,
  conversation_id: ConversationId,
  user_id: UserId,
  character_id: CharacterId,
  /** Distinct folded words, pairs of signs where words are not separated, and stems, which begin with `~`. */
  tokens: z.array(z.string()),
  /** Of the words in the text, repetitions included. */
  word_count: z.int(),
  role: MessageRole,
  status: MessageStatus,
  message_type: MessageType,
  language: z.string().optional(),
  topics: z.array(z.string()).optional(),
  flags: z.array(z.string()).optional(),
  model: z.string().optional(),
  provider: z.string().optional(),
  /** USD. */
  cost: z.number().optional(),
  /** What users read is not what was written: they cannot find it by that. */
  redacted: z.literal(true).optional(),
  created_at: z.date(),
  index_version: z.string(),
  batch: z.number().optional(),
});
export type SearchDoc = z.infer<typeof SearchDoc>;

/** Grows when tokens are made otherwise; `ops rebuild search` makes all of them anew. */
export const INDEX_VERSION = '2';

export const messageSearchIndex = defineCollection<SearchDoc>({
  name: 'message_search_index',
  schema: SearchDoc,
  indexes: [
    {
      name: 'idx_search_tokens',
      key: { tokens: 1, created_at: -1 },
      serves: 'words, newest first, in all messages',
      example: { filter: { tokens: 'harbour' }, sort: { created_at: -1 } },
    },
    {
      name: 'idx_search_user_tokens',
      key: { user_id: 1, tokens: 1, created_at: -1 },
      serves: "words, newest first, in one user's messages",
      example: { filter: { user_id: 'user_example01', tokens: 'harbour' }, sort: { created_at: -1 } },
    },
    {
      name: 'idx_search_user',
      key: { user_id: 1, created_at: -1 },
      serves: "one user's messages by operators alone, newest first",
      example: { filter: { user_id: 'user_example01' }, sort: { created_at: -1 } },
    },
    {
      name: 'idx_search_created',
      key: { created_at: -1 },
      serves: 'all messages by operators alone, newest first',
      example: { filter: { created_at: { $gte: new Date(0) } }, sort: { created_at: -1 } },
    },
  ],
});
