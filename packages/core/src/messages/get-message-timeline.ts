import { canChangeOthers, canReadAll, canRetry, type Identity } from '@message-service/shared/auth';
import { isTerminal } from '@message-service/shared/messages';
import type { MessageTimeline, MessageTimelineInput } from '@message-service/shared/queues';
import type { CoreContext } from '../context.ts';
import { failedAttempts } from './attempts.ts';
import { getReadableMessage } from './get-message.ts';
import { type MessageDoc, messages } from './messages.ts';
import { jobIdOf, type ProcessingJob, processingQueue } from './processing-queue.ts';
import { retriesOf } from './reset-job.ts';
import { toAttempts, toEvents, toSteps } from './timeline-parts.ts';

const toJob = (job: ProcessingJob): NonNullable<MessageTimeline['job']> => {
  const { execution, queue_metadata } = job;
  const waits = job.status === 'pending' && execution.attempts > 0;
  return {
    status: job.status,
    priority: job.priority,
    attempts: failedAttempts(job),
    max_attempts: execution.max_attempts,
    provider_calls: execution.provider_calls,
    earlier_provider_calls: execution.earlier_provider_calls ?? 0,
    worker: execution.worker_id,
    lease_until: execution.lease_until,
    next_try_at: waits ? queue_metadata.scheduled_for : null,
  };
};

const toReply = (reply: MessageDoc | null): MessageTimeline['reply'] =>
  reply && {
    message_id: reply.message_id,
    sequence_number: reply.sequence_number,
    created_at: reply.timestamps.created_at,
    character_count: reply.content.character_count,
  };

const toError = ({ processing_status, processing_metadata }: MessageDoc): MessageTimeline['error'] =>
  processing_status === 'failed'
    ? { code: processing_metadata?.error_code ?? 'UNKNOWN', message: processing_metadata?.error_message ?? '' }
    : null;

const rightsOf = (identity: Identity, doc: MessageDoc) => {
  const changes = doc.user_id === identity.user_id || canChangeOthers(identity);
  const ended = isTerminal(doc.processing_status) || doc.reply_message_id !== undefined;
  return {
    can_retry:
      canRetry(identity) && doc.processing_status === 'failed' && doc.status !== 'archived' && doc.status !== 'deleted',
    can_cancel: changes && doc.role === 'user' && !ended,
  };
};

/** The timeline for who may not know the workers' names. */
const withoutWorkers = (timeline: MessageTimeline): MessageTimeline => ({
  ...timeline,
  job: timeline.job && { ...timeline.job, worker: null },
  attempts: timeline.attempts.map((attempt) => ({ ...attempt, worker: null })),
  events: timeline.events.map((event) =>
    event.type === 'taken' || event.type === 'lost' ? { ...event, detail: null } : event,
  ),
});

/**
 * The way of one message through its saga, from what the message and its job keep: steps, attempts, waits, calls,
 * tokens, and its reply. Owners see no workers' names; others' messages are audited. A week after its end the job is
 * removed, and the times of single steps with it.
 * @throws DomainError NOT_FOUND
 */
export const getMessageTimeline = async (
  ctx: CoreContext,
  identity: Identity,
  { message_id }: MessageTimelineInput,
): Promise<MessageTimeline> => {
  const doc = await getReadableMessage(ctx, identity, message_id, 'queues.messageTimeline');
  const [job, reply] = await Promise.all([
    processingQueue(ctx).findOne({ _id: jobIdOf(message_id) }, { projection: { 'saga.generated': 0 } }),
    doc.reply_message_id ? messages(ctx).findOne({ _id: doc.reply_message_id }) : null,
  ]);
  const attempts = toAttempts(job);
  const steps = doc.role === 'user' ? toSteps(doc, job, attempts) : [];
  const answer = doc.role === 'assistant' ? doc : reply;
  const { timestamps, processing_metadata } = doc;
  const timeline: MessageTimeline = {
    message_id,
    conversation_id: doc.conversation_id,
    user_id: doc.user_id,
    role: doc.role,
    status: doc.status,
    processing_status: doc.processing_status,
    reply_to_message_id: doc.relationships?.reply_to_message_id ?? null,
    accepted_at: timestamps.created_at,
    started_at: timestamps.processing_started_at ?? null,
    finished_at: timestamps.completed_at ?? null,
    queue_wait_ms: processing_metadata?.queue_time_ms ?? null,
    time_to_first_token_ms: processing_metadata?.time_to_first_token_ms ?? null,
    total_ms: processing_metadata?.total_latency_ms ?? null,
    retries: retriesOf(doc),
    error: toError(doc),
    job: job && toJob(job),
    steps,
    attempts,
    events: toEvents(doc, steps, attempts, reply),
    token_usage: answer?.token_usage ?? null,
    llm: answer?.llm_metadata ? { provider: answer.llm_metadata.provider, model: answer.llm_metadata.model } : null,
    reply: toReply(reply),
    ...rightsOf(identity, doc),
    at: ctx.now(),
  };
  return canReadAll(identity) ? timeline : withoutWorkers(timeline);
};
