import type { Identity } from '@message-service/shared/auth';
import { DomainError } from '@message-service/shared/errors';
import { processMessage } from '@message-service/shared/messages';
import type { RetriedMessage, RetryMessageInput } from '@message-service/shared/queues';
import { recordAudit } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import { enqueueAgain } from '../queues/index.ts';
import { changeMessage } from './change-message.ts';
import { isBlocked } from './judged-content.ts';
import { DEAD_LETTERS } from './list-dead-letters.ts';
import { getStoredMessage } from './may-change.ts';
import type { MessageDoc } from './messages.ts';
import { priorityOf } from './priority.ts';
import { resetJob, retriesOf } from './reset-job.ts';

const refusal = (doc: MessageDoc) => {
  if (doc.status === 'archived') return new DomainError('CONFLICT', 'The message is archived.');
  if (doc.processing_status !== 'failed') {
    return new DomainError('CONFLICT', `The message is ${doc.processing_status}, not failed.`);
  }
  return new DomainError('CONFLICT', isBlocked(doc) ? 'The content is blocked.' : 'The message cannot be retried.');
};

/**
 * Sends a failed message on its way again, from the step after the last one that was done, with a whole budget of
 * attempts and provider calls. One write decides, so of several at once one wins; a crash after it is made good by the
 * sweeper and the next worker. Whether the caller may is decided at the door; audited.
 * @throws DomainError NOT_FOUND, CONFLICT when it is not failed, is archived, or its content is blocked
 */
export const retryMessage = async (
  ctx: CoreContext,
  identity: Identity,
  { message_id, reason }: RetryMessageInput,
): Promise<RetriedMessage> => {
  await getStoredMessage(ctx, message_id);
  await recordAudit(ctx, {
    actor: identity,
    action: 'queues.retryMessage',
    target: { type: 'message', id: message_id },
    details: { reason: reason ?? null },
  });
  const doc = await changeMessage(ctx, message_id, {
    event: 'message.retried',
    actor: identity.user_id,
    where: DEAD_LETTERS,
    set: { processing_status: 'queued', 'timestamps.queued_at': ctx.now() },
    unset: [
      'timestamps.completed_at',
      'processing_metadata.error_code',
      'processing_metadata.error_message',
      'processing_metadata.failed_provider',
      'processing_metadata.failed_model',
      'processing_metadata.processing_time_ms',
      'processing_metadata.total_latency_ms',
    ],
    inc: { processing_retries: 1, processing_epoch: 1 },
  });
  if (!doc) throw refusal(await getStoredMessage(ctx, message_id));
  await resetJob(ctx, doc);
  await enqueueAgain(ctx, processMessage, { message_id }, priorityOf(doc));
  return { message_id, processing_status: doc.processing_status, retries: retriesOf(doc) };
};
