import { canJumpQueue, type Identity } from '@message-service/shared/auth';
import { DomainError } from '@message-service/shared/errors';
import type { JobPriority } from '@message-service/shared/jobs';
import type { MessageDoc } from './messages.ts';

const BEFORE_OTHERS: readonly (JobPriority | undefined)[] = ['high', 'urgent'];

/** @throws DomainError FORBIDDEN when the caller's messages may not go before others' */
export const checkPriority = (identity: Identity, asked: JobPriority | undefined): void => {
  if (!BEFORE_OTHERS.includes(asked) || canJumpQueue(identity)) return;
  throw new DomainError('FORBIDDEN', 'Your role may ask for the priorities low and normal only.');
};

/** Of a message's job, in the queue and in its row. */
export const priorityOf = (doc: Pick<MessageDoc, 'processing_priority'>): JobPriority =>
  doc.processing_priority ?? 'normal';
