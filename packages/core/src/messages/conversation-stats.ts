import { MessageRole, MessageStatus, ProcessingStatus } from '@message-service/shared/messages';
import { z } from 'zod';
import type { CoreContext } from '../context.ts';
import { defineCollection } from '../mongo/index.ts';

/** Messages of one kind, added up. */
export const StatsGroup = z.object({
  role: MessageRole,
  status: MessageStatus,
  processing_status: ProcessingStatus,
  messages: z.int(),
  prompt_tokens: z.number(),
  completion_tokens: z.number(),
  total_tokens: z.number(),
  estimated: z.int(),
  total_cost: z.number(),
  latency_ms: z.number(),
  /** How many of them have a latency. */
  timed: z.int(),
  first_at: z.date(),
  last_at: z.date(),
});
export type StatsGroup = z.infer<typeof StatsGroup>;

/** What the messages of a conversation up to a number added up to when somebody last asked. */
export const ConversationStatsDoc = z.object({
  _id: z.string(),
  through: z.int(),
  groups: z.array(StatsGroup),
  counted_at: z.date(),
  expires_at: z.date(),
});
export type ConversationStatsDoc = z.infer<typeof ConversationStatsDoc>;

export const conversationStats = defineCollection<ConversationStatsDoc>({
  name: 'conversation_stats',
  schema: ConversationStatsDoc,
  indexes: [
    {
      name: 'ttl_expires',
      key: { expires_at: 1 },
      serves: 'drop what nobody has asked for again',
      example: { filter: { expires_at: { $lt: new Date(0) } } },
      options: { expireAfterSeconds: 0 },
    },
  ],
});

/** Has the figures of a conversation be counted anew, after one of its older messages has changed. */
export const forgetConversationStats = async (ctx: Pick<CoreContext, 'db'>, conversationId: string): Promise<void> => {
  await conversationStats(ctx).deleteOne({ _id: conversationId });
};
