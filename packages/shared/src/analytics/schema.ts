import { z } from 'zod';
import { ConversationId, MessageId, UserId } from '../ids.ts';
import { Instant } from '../instant.ts';
import { MessageRole, ProcessingStatus } from '../messages/index.ts';
import { PlainText } from '../plain-text.ts';

const Flag = z.preprocess((value) => (value === 'true' ? true : value === 'false' ? false : value), z.boolean());
const Name = PlainText.min(1).max(200);

const isOrdered = ({ from, to }: { from?: Date | undefined; to?: Date | undefined }) => !from || !to || from < to;
const ORDER = { path: ['to'], message: 'must be after from' };
const MAX_DAYS = 731;
const isBounded = ({ from, to = new Date() }: { from?: Date | undefined; to?: Date | undefined }) =>
  !from || to.getTime() - from.getTime() <= MAX_DAYS * 86_400_000;
const BOUND = { path: ['from'], message: `at most ${MAX_DAYS} days` };

export const TokenUsageGroup = z.enum(['day', 'user', 'model', 'provider', 'conversation']);
export type TokenUsageGroup = z.infer<typeof TokenUsageGroup>;

/** Whole days in UTC: `from` is taken back to the beginning of its day, `to` on to the end of its. The last 30 days unless given. */
export const TokenUsageInput = z
  .strictObject({
    from: Instant.optional(),
    to: Instant.optional(),
    group_by: TokenUsageGroup.default('day'),
    user_id: UserId.optional(),
    conversation_id: ConversationId.optional(),
    provider: Name.optional(),
    model: Name.optional(),
    limit: z.coerce.number().int().min(1).max(1_000).default(100),
    /** Adds the totals of the range of the same length before. */
    compare: Flag.default(false),
    /** Adds the figures of each day, apart for the first five groups. */
    series: Flag.default(false),
  })
  .refine(isOrdered, ORDER)
  .refine(isBounded, BOUND);
export type TokenUsageInput = z.infer<typeof TokenUsageInput>;

/** `messages` are those that used tokens. Money in US dollars. */
export const UsageTotals = z.object({
  messages: z.int(),
  prompt_tokens: z.int(),
  completion_tokens: z.int(),
  total_tokens: z.int(),
  /** Of the messages, those whose tokens were estimated because the provider did not count them. */
  estimated_messages: z.int(),
  total_cost: z.number(),
});
export type UsageTotals = z.infer<typeof UsageTotals>;

/** `key` is the day as `2026-01-31`, the id, or the name of what is grouped by. */
export const TokenUsageItem = UsageTotals.extend({ key: z.string() });
export type TokenUsageItem = z.infer<typeof TokenUsageItem>;

export const TokenUsageReport = z.object({
  /** What was added up: from the first instant on, to before the last one. */
  from: z.date(),
  to: z.date(),
  group_by: TokenUsageGroup,
  items: z.array(TokenUsageItem),
  totals: UsageTotals,
  /** How many groups there are; `items` holds the first of them. */
  groups: z.int(),
  previous: UsageTotals.optional(),
  series: z.array(TokenUsageItem.extend({ day: z.string() })).optional(),
  /** Age of the oldest message that is not counted yet. */
  lag_seconds: z.number(),
});
export type TokenUsageReport = z.infer<typeof TokenUsageReport>;

/** Milliseconds; null when nothing was measured. Percentiles are exact to 1 %. */
export const Latency = z.object({
  count: z.int(),
  average: z.number().nullable(),
  p50: z.number().nullable(),
  p95: z.number().nullable(),
  p99: z.number().nullable(),
  max: z.number().nullable(),
});
export type Latency = z.infer<typeof Latency>;

const Served = z.object({
  replies: z.int(),
  failed: z.int(),
  /** Failed of all that ended; null when none did. */
  error_rate: z.number().nullable(),
  total: Latency,
  queue: Latency,
  llm: Latency,
  first_token: Latency,
});

/** The last 24 hours unless given. */
export const PerformanceInput = z
  .strictObject({
    from: Instant.optional(),
    to: Instant.optional(),
    provider: Name.optional(),
    model: Name.optional(),
  })
  .refine(isOrdered, ORDER)
  .refine(isBounded, BOUND);
export type PerformanceInput = z.infer<typeof PerformanceInput>;

export const PerformancePoint = Served.extend({ at: z.date(), messages: z.int() });
export type PerformancePoint = z.infer<typeof PerformancePoint>;

export const Performance = z.object({
  from: z.date(),
  to: z.date(),
  /** The length of a point: minutes up to 3 hours, hours up to 3 days, days above. */
  interval: z.enum(['minute', 'hour', 'day']),
  totals: Served.extend({ messages: z.int(), cache_hit_rate: z.number().nullable() }),
  points: z.array(PerformancePoint),
  by_provider: z.array(Served.extend({ provider: z.string(), model: z.string() })),
  /** Workers are told apart for the last 45 days. */
  by_worker: z.array(Served.extend({ worker_id: z.string() })),
  lag_seconds: z.number(),
});
export type Performance = z.infer<typeof Performance>;

/** The last five minutes, to the minute. */
export const LiveWindow = Served.extend({
  from: z.date(),
  at: z.date(),
  messages: z.int(),
  total_tokens: z.int(),
  total_cost: z.number(),
  /** Of the reply that used most. */
  most_tokens: z.int(),
  lag_seconds: z.number(),
});
export type LiveWindow = z.infer<typeof LiveWindow>;

export const FilterHitsInput = z.strictObject({ days: z.coerce.number().int().min(1).max(90).default(7) });
export type FilterHitsInput = z.infer<typeof FilterHitsInput>;

export const FilterHits = z.object({
  /** Messages and replies. */
  judged: z.int(),
  /** Of those, changed or kept back, and kept back. */
  filtered: z.int(),
  blocked: z.int(),
  /** In how many each filter found something, and what share of the judged that is; null when none were judged. */
  hits: z.array(z.object({ filter: z.string(), messages: z.int(), rate: z.number().nullable() })),
  lag_seconds: z.number(),
});
export type FilterHits = z.infer<typeof FilterHits>;

export const UserStatsInput = z.strictObject({ user_id: UserId });
export type UserStatsInput = z.infer<typeof UserStatsInput>;

export const UserStats = z.object({
  user_id: UserId,
  conversations: z.int(),
  messages: z.object({ total: z.int(), by_role: z.record(MessageRole, z.int()) }),
  tokens: UsageTotals,
  average_latency_ms: z.number().nullable(),
  /** The figures of each of the last 30 days that had any. */
  days: z.array(TokenUsageItem),
  lag_seconds: z.number(),
});
export type UserStats = z.infer<typeof UserStats>;

/** Replies behind a figure, newest first; with `slower_than_ms` only those that took longer. */
export const MessagesBehindInput = z
  .strictObject({
    from: Instant,
    to: Instant,
    user_id: UserId.optional(),
    conversation_id: ConversationId.optional(),
    provider: Name.optional(),
    model: Name.optional(),
    slower_than_ms: z.coerce.number().int().min(0).max(3_600_000).optional(),
    /** Messages that failed instead. */
    failed: Flag.default(false),
    limit: z.coerce.number().int().min(1).max(100).default(50),
  })
  .refine(isOrdered, ORDER)
  .refine(isBounded, BOUND);
export type MessagesBehindInput = z.infer<typeof MessagesBehindInput>;

export const MessagesBehind = z.object({
  items: z.array(
    z.object({
      message_id: MessageId,
      /** The message that was answered; the same for one that failed. */
      asked_message_id: MessageId,
      conversation_id: ConversationId,
      user_id: UserId,
      processing_status: ProcessingStatus,
      provider: z.string().nullable(),
      model: z.string().nullable(),
      total_tokens: z.int().nullable(),
      total_cost: z.number().nullable(),
      total_latency_ms: z.number().nullable(),
      error_code: z.string().nullable(),
      created_at: z.date(),
    }),
  ),
  /** There are more than these. */
  more: z.boolean(),
});
export type MessagesBehind = z.infer<typeof MessagesBehind>;
