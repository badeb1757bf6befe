import type { Identity } from '@message-service/shared/auth';
import type { DeadLetter, DeadLetterPage, ListDeadLettersInput } from '@message-service/shared/queues';
import type { Filter } from 'mongodb';
import { recordAudit } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { failedAttempts } from './attempts.ts';
import { type MessageDoc, messages } from './messages.ts';
import { jobIdOf, type ProcessingJob, processingQueue } from './processing-queue.ts';
import { retriesOf } from './reset-job.ts';

/** Failed messages that can be retried: not archived ones, and none whose blocked text nobody approves of (any more). */
export const DEAD_LETTERS: Filter<MessageDoc> = {
  processing_status: 'failed',
  status: { $in: ['active', 'flagged'] },
  $nor: [{ 'safety_metadata.decision': 'blocked', 'safety_metadata.approved_by_moderator': null }],
};

const CURSOR = /^(\d{1,15})\.(msg_[A-Za-z0-9]{9,64})$/;

const failedAt = ({ timestamps }: MessageDoc) => timestamps.completed_at ?? timestamps.last_modified_at;

const encode = (doc: MessageDoc) => encodeCursor(`${failedAt(doc).getTime()}.${doc._id}`);

const decode = (cursor: string): Filter<MessageDoc> => {
  const [time, id = ''] = decodeCursor(cursor, CURSOR);
  const at = new Date(Number(time));
  return {
    $or: [{ 'timestamps.completed_at': { $lt: at } }, { 'timestamps.completed_at': at, _id: { $lt: id } }],
  };
};

const toDeadLetter = (doc: MessageDoc, job: ProcessingJob | undefined): DeadLetter => ({
  message_id: doc.message_id,
  conversation_id: doc.conversation_id,
  user_id: doc.user_id,
  character_id: doc.character_id,
  code: doc.processing_metadata?.error_code ?? 'UNKNOWN',
  reason: doc.processing_metadata?.error_message ?? '',
  attempts: job ? failedAttempts(job) : null,
  provider_calls: job?.execution.provider_calls ?? null,
  retries: retriesOf(doc),
  last_step: job?.saga.steps.at(-1)?.name ?? null,
  created_at: doc.timestamps.created_at,
  failed_at: failedAt(doc),
});

/**
 * A page of the messages that failed and can be retried, newest failure first, without their text. Whether the caller
 * may is decided at the door; audited.
 * @throws DomainError VALIDATION_FAILED for a cursor that is not ours
 */
export const listDeadLetters = async (
  ctx: Pick<CoreContext, 'db' | 'settings' | 'now'>,
  identity: Identity,
  { limit, cursor }: ListDeadLettersInput,
): Promise<DeadLetterPage> => {
  const after = cursor === undefined ? {} : decode(cursor);
  const target = { type: 'queue', id: 'dead-letters' };
  await recordAudit(ctx, { actor: identity, action: 'queues.deadLetters', target });
  const found = await messages(ctx)
    .find({ ...DEAD_LETTERS, ...after })
    .sort({ 'timestamps.completed_at': -1, _id: -1 })
    .limit(limit + 1)
    .toArray();
  const page = found.slice(0, limit);
  const jobs = await processingQueue(ctx)
    .find({ _id: { $in: page.map((doc) => jobIdOf(doc._id)) } }, { projection: { 'saga.generated': 0 } })
    .toArray();
  const byMessage = new Map(jobs.map((job) => [job.message_id, job]));
  const last = page.at(-1);
  return {
    items: page.map((doc) => toDeadLetter(doc, byMessage.get(doc._id))),
    next_cursor: found.length > limit && last ? encode(last) : null,
  };
};
