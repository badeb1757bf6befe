import { Conversation } from '@message-service/shared/conversations';
import { z } from 'zod';
import { defineCollection } from '../mongo/index.ts';

/** `_id` repeats `conversation_id`. `last_sequence` is the highest sequence number given out. */
export const ConversationDoc = Conversation.extend({
  _id: z.string(),
  last_sequence: z.int(),
  /** When its slots were last held against its messages. */
  slots_checked_at: z.date().optional(),
});
export type ConversationDoc = z.infer<typeof ConversationDoc>;

export const conversations = defineCollection<ConversationDoc>({
  name: 'conversations',
  schema: ConversationDoc,
  indexes: [
    {
      name: 'idx_user_activity',
      key: { user_id: 1, status: 1, last_activity_at: -1, _id: -1 },
      serves: "list a user's conversations, most recently active first",
      example: { filter: { user_id: 'user_example01', status: 'active' }, sort: { last_activity_at: -1, _id: -1 } },
    },
    {
      name: 'idx_activity',
      key: { last_activity_at: -1, _id: -1 },
      serves: "list everybody's conversations for moderators and admins",
      example: { filter: { last_activity_at: { $lt: new Date(0) } }, sort: { last_activity_at: -1, _id: -1 } },
    },
  ],
});
