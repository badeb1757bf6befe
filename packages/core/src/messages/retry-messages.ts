import type { Identity } from '@message-service/shared/auth';
import { DomainError } from '@message-service/shared/errors';
import type { RetriedMessages, RetryMessagesInput } from '@message-service/shared/queues';
import type { CoreContext } from '../context.ts';
import { retryMessage } from './retry-message.ts';

type Result = RetriedMessages['items'][number]['result'];

const RESULTS: Partial<Record<DomainError['code'], Result>> = { CONFLICT: 'conflict', NOT_FOUND: 'not_found' };

/** Retries each of the messages, in the given order; those that cannot be are named and do not hold up the others. */
export const retryMessages = async (
  ctx: CoreContext,
  identity: Identity,
  { message_ids, reason }: RetryMessagesInput,
): Promise<RetriedMessages> => {
  const items: RetriedMessages['items'] = [];
  for (const message_id of new Set(message_ids)) {
    items.push({ message_id, result: await retryOne(ctx, identity, message_id, reason) });
  }
  return { retried: items.filter(({ result }) => result === 'retried').length, items };
};

const retryOne = async (
  ctx: CoreContext,
  identity: Identity,
  message_id: string,
  reason: string | undefined,
): Promise<Result> => {
  try {
    await retryMessage(ctx, identity, { message_id, reason });
    return 'retried';
  } catch (error) {
    const result = error instanceof DomainError ? RESULTS[error.code] : undefined;
    if (!result) throw error;
    return result;
  }
};
