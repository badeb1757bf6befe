import { z } from 'zod';
import { ConversationId, MessageId, UserId } from '../ids.ts';
import { TokenUsage } from '../llm/index.ts';
import { MessageRole, MessageStatus, ProcessingStatus, SagaStep } from '../messages/index.ts';

export const MessageTimelineInput = z.strictObject({ message_id: MessageId });
export type MessageTimelineInput = z.infer<typeof MessageTimelineInput>;

/**
 * How a worker's hold on a message ended: with the message (`completed`, `failed`), to be tried again (`later`), given
 * back because the worker stops or could not go on (`handed_over`), by somebody who cancelled it (`stopped`), or not at
 * all, because the worker died (`lost`).
 * `retried` and `cancelled` are what people did.
 */
export const AttemptOutcome = z.enum([
  'completed',
  'failed',
  'later',
  'handed_over',
  'lost',
  'stopped',
  'retried',
  'cancelled',
  'running',
]);
export type AttemptOutcome = z.infer<typeof AttemptOutcome>;

export const TimelineAttempt = z.object({
  epoch: z.int(),
  /** The worker's name, for operators. */
  worker: z.string().nullable(),
  started_at: z.date(),
  ended_at: z.date().nullable(),
  duration_ms: z.number().nullable(),
  outcome: AttemptOutcome,
  error_code: z.string().nullable(),
  error_message: z.string().nullable(),
});
export type TimelineAttempt = z.infer<typeof TimelineAttempt>;

/** Times are null where they were not kept: jobs are removed a week after their end. */
export const TimelineStep = z.object({
  name: SagaStep,
  state: z.enum(['done', 'running', 'failed', 'pending']),
  started_at: z.date().nullable(),
  ended_at: z.date().nullable(),
  duration_ms: z.number().nullable(),
  /** The attempt that did it. */
  epoch: z.int().nullable(),
});
export type TimelineStep = z.infer<typeof TimelineStep>;

export const TimelineEvent = z.object({
  at: z.date(),
  type: z.enum([
    'accepted',
    'taken',
    'step',
    'later',
    'handed_over',
    'lost',
    'reply',
    'completed',
    'failed',
    'cancelled',
    'retried',
  ]),
  epoch: z.int().nullable(),
  /** The step's name, the worker's, or the error's code. */
  detail: z.string().nullable(),
});
export type TimelineEvent = z.infer<typeof TimelineEvent>;

/** The way of one message through its saga. Durations in milliseconds. */
export const MessageTimeline = z.object({
  message_id: MessageId,
  conversation_id: ConversationId,
  user_id: UserId,
  role: MessageRole,
  status: MessageStatus,
  processing_status: ProcessingStatus,
  /** Of a reply: the message whose timeline says how it came about. */
  reply_to_message_id: MessageId.nullable(),
  accepted_at: z.date(),
  started_at: z.date().nullable(),
  finished_at: z.date().nullable(),
  queue_wait_ms: z.number().nullable(),
  time_to_first_token_ms: z.number().nullable(),
  total_ms: z.number().nullable(),
  retries: z.int(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  /** Null before a worker has taken the message, and a week after its end. */
  job: z
    .object({
      status: z.enum(['pending', 'processing', 'completed', 'failed', 'cancelled']),
      priority: z.enum(['low', 'normal', 'high', 'urgent']),
      attempts: z.int(),
      max_attempts: z.int(),
      provider_calls: z.int(),
      /** Made before it was last retried. */
      earlier_provider_calls: z.int(),
      worker: z.string().nullable(),
      lease_until: z.date().nullable(),
      /** When it is tried again; null unless it waits for that. */
      next_try_at: z.date().nullable(),
    })
    .nullable(),
  steps: z.array(TimelineStep),
  /** Oldest first; the latest 30. */
  attempts: z.array(TimelineAttempt),
  events: z.array(TimelineEvent),
  token_usage: TokenUsage.nullable(),
  llm: z.object({ provider: z.string(), model: z.string() }).nullable(),
  reply: z
    .object({ message_id: MessageId, sequence_number: z.int(), created_at: z.date(), character_count: z.int() })
    .nullable(),
  /** What the reader may do with it now. */
  can_retry: z.boolean(),
  can_cancel: z.boolean(),
  at: z.date(),
});
export type MessageTimeline = z.infer<typeof MessageTimeline>;
