import { LlmMetadata, TokenUsage } from '@message-service/shared/llm';
import { ContextMetadata, SagaStep } from '@message-service/shared/messages';
import { z } from 'zod';
import { defineCollection } from '../mongo/index.ts';

/** What the provider answered, kept until the reply is stored, so that a crash in between costs no second call. */
export const GeneratedReply = z.object({
  text: z.string(),
  llm_metadata: LlmMetadata,
  token_usage: TokenUsage,
  context_metadata: ContextMetadata,
  time_to_first_token_ms: z.number(),
  llm_processing_time_ms: z.number(),
});
export type GeneratedReply = z.infer<typeof GeneratedReply>;

/** One epoch of a job: a worker's hold on the message, or what somebody did to end one. */
export const Attempt = z.object({
  worker_id: z.string().nullable(),
  started_at: z.date(),
  /** Null while it runs, and for ever when its worker died. */
  ended_at: z.date().nullable(),
  outcome: z.enum(['completed', 'failed', 'later', 'handed_over', 'retried', 'cancelled']).nullable(),
  error_code: z.string().nullable(),
  error_message: z.string().nullable(),
});
export type Attempt = z.infer<typeof Attempt>;

/** The durable mirror of a message's job: its saga survives a wiped Redis. `_id` repeats `job_id`. */
export const ProcessingJob = z.object({
  _id: z.string(),
  job_id: z.string(),
  message_id: z.string(),
  conversation_id: z.string(),
  user_id: z.string(),
  job_type: z.enum(['message_processing', 'llm_generation', 'analytics_computation']),
  priority: z.enum(['low', 'normal', 'high', 'urgent']),
  status: z.enum(['pending', 'processing', 'completed', 'failed', 'cancelled']),
  saga: z.object({
    /** Grows with every worker that takes the job; a write with an older epoch is refused. */
    epoch: z.int(),
    /** How often somebody has retried it; behind the message's own count, the job is still to be reset. */
    retries: z.int().optional(),
    steps: z.array(z.object({ name: SagaStep, at: z.date() })),
    reply_message_id: z.string(),
    reply_sequence_number: z.int().optional(),
    /** When that number was taken, so that times never run against numbers. */
    reply_created_at: z.date().optional(),
    /** The reply is stored, but kept back from users. */
    reply_withheld: z.boolean().optional(),
    generated: GeneratedReply.optional(),
    /** Providers that were asked since it was last retried, in order. */
    asked: z.array(z.string()).optional(),
    /** Lengths of the token events sent, in UTF-16 units: the stream can be replayed as it was. */
    token_lengths: z.array(z.int()).optional(),
  }),
  execution: z.object({
    /** Ends of attempts that may be tried again count; crashes do not. */
    attempts: z.int(),
    max_attempts: z.int(),
    provider_calls: z.int(),
    /** Workers that gave the job back; those that took it and did not have died with it. */
    releases: z.int(),
    /** Times that it ran with no other suspect beside it. */
    runs_alone: z.int(),
    worker_id: z.string().nullable(),
    /** Until then no other worker takes the job. */
    lease_until: z.date().nullable(),
    started_at: z.date().nullable(),
    completed_at: z.date().nullable(),
    processing_time_ms: z.number().nullable(),
    error_code: z.string().nullable(),
    error_message: z.string().nullable(),
    /** One entry per epoch, the present one last. */
    history: z.array(Attempt).optional(),
    /** Provider calls made before somebody retried it. */
    earlier_provider_calls: z.int().optional(),
  }),
  /** `scheduled_for` is when the job is due: at first the message's acceptance, later the next try. */
  queue_metadata: z.object({ queue_name: z.string(), scheduled_for: z.date() }),
  created_at: z.date(),
  updated_at: z.date(),
  /** Set when the job is finished; the row is removed a week later. */
  finished_at: z.date().optional(),
});
export type ProcessingJob = z.infer<typeof ProcessingJob>;

export const processingQueue = defineCollection<ProcessingJob>({
  name: 'processing_queue',
  schema: ProcessingJob,
  indexes: [
    {
      name: 'idx_queue_message',
      key: { message_id: 1 },
      serves: 'the job of a message',
      example: { filter: { message_id: 'msg_example001' } },
    },
    {
      name: 'idx_queue_processing',
      key: { status: 1, 'queue_metadata.scheduled_for': 1 },
      serves: 'jobs by status, oldest first',
      example: { filter: { status: 'pending' }, sort: { 'queue_metadata.scheduled_for': 1 } },
    },
    {
      name: 'idx_queue_ttl',
      key: { finished_at: 1 },
      options: { expireAfterSeconds: 7 * 86_400 },
      serves: 'removal of finished jobs after 7 days',
      example: { filter: { finished_at: { $lt: new Date(0) } } },
    },
  ],
});

export const jobIdOf = (messageId: string) => messageId.replace(/^msg_/, 'job_');
