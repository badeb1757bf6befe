import { z } from 'zod';
import { defineCollection } from '../mongo/index.ts';

const count = z.number().optional();

/** Milliseconds: how many, their sum, the extremes, and their sketch (see `sketch.ts`). */
const Times = z.object({
  count,
  sum: count,
  min: count,
  max: count,
  buckets: z.record(z.string(), z.number()).optional(),
});
export type Times = z.infer<typeof Times>;

/**
 * What the messages of a period add up to, for all, a user, a conversation or a worker, apart by provider and model
 * where a model was at work. Sums rather than averages, so that rows can be added up; money in billionths of a dollar.
 */
export const MessageAnalyticsDoc = z.object({
  _id: z.string(),
  batch: z.number(),
  aggregation_type: z.enum(['minute', 'hour', 'daily_summary', 'weekly_summary', 'monthly_summary']),
  date: z.date(),
  scope: z.enum(['global', 'user', 'conversation', 'worker']),
  user_id: z.string().optional(),
  conversation_id: z.string().optional(),
  worker_id: z.string().optional(),
  provider: z.string().optional(),
  model: z.string().optional(),
  message_metrics: z
    .object({
      total_messages: count,
      user_messages: count,
      assistant_messages: count,
      system_messages: count,
      total_words: count,
      total_characters: count,
    })
    .optional(),
  token_metrics: z
    .object({
      /** Messages that used tokens. */
      replies: count,
      input_tokens: count,
      output_tokens: count,
      total_tokens: count,
      cached_tokens: count,
      reasoning_tokens: count,
      estimated_replies: count,
      cost_nanos: count,
      saved_nanos: count,
      max_tokens_single_message: count,
    })
    .optional(),
  performance_metrics: z
    .object({
      failed: count,
      cancelled: count,
      cache_hits: count,
      total: Times.optional(),
      queue: Times.optional(),
      llm: Times.optional(),
      first_token: Times.optional(),
    })
    .optional(),
  quality_metrics: z
    .object({
      judged: count,
      safety_thousandths: count,
      filtered: count,
      blocked: count,
      /** Messages in which each filter found something. */
      filters: z.record(z.string(), z.number()).optional(),
    })
    .optional(),
  distributions: z
    .object({
      message_length: z.record(z.string(), z.number()).optional(),
      response_time: z.record(z.string(), z.number()).optional(),
      topics: z.record(z.string(), z.number()).optional(),
    })
    .optional(),
  expires_at: z.date(),
});
export type MessageAnalyticsDoc = z.infer<typeof MessageAnalyticsDoc>;

export const messageAnalytics = defineCollection<MessageAnalyticsDoc>({
  name: 'message_analytics',
  schema: MessageAnalyticsDoc,
  indexes: [
    {
      name: 'idx_scope_date',
      key: { scope: 1, aggregation_type: 1, date: 1 },
      serves: 'the figures of all, or of every user or conversation, over a range',
      example: {
        filter: { scope: 'global', aggregation_type: 'daily_summary', date: { $gte: new Date(0), $lt: new Date() } },
      },
    },
    {
      name: 'idx_user_date',
      key: { user_id: 1, scope: 1, aggregation_type: 1, date: 1 },
      options: { partialFilterExpression: { user_id: { $exists: true } } },
      serves: 'the figures of one user, or of his or her conversations, over a range',
      example: {
        filter: {
          user_id: 'user_example01',
          scope: 'user',
          aggregation_type: 'daily_summary',
          date: { $gte: new Date(0) },
        },
      },
    },
    {
      name: 'idx_conversation_date',
      key: { conversation_id: 1, aggregation_type: 1, date: 1 },
      options: { partialFilterExpression: { conversation_id: { $exists: true } } },
      serves: 'the figures of one conversation over a range',
      example: {
        filter: { conversation_id: 'conv_example01', aggregation_type: 'daily_summary', date: { $gte: new Date(0) } },
      },
    },
    {
      name: 'ttl_expires',
      key: { expires_at: 1 },
      options: { expireAfterSeconds: 0 },
      serves: 'drop figures whose time is over',
      example: { filter: { expires_at: { $lt: new Date(0) } } },
    },
  ],
});
