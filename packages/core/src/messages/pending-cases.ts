import type { CoreContext } from '../context.ts';
import { changeMessage } from './change-message.ts';
import { messages } from './messages.ts';

/** Ids of messages that have waited for a moderation case since before `before`, oldest first. */
export const findPendingCases = async (
  ctx: Pick<CoreContext, 'db'>,
  { before, limit }: { before: Date; limit: number },
): Promise<string[]> => {
  const found = await messages(ctx)
    .find({ case_pending_since: { $exists: true, $lt: before } }, { projection: { _id: 1 } })
    .sort({ case_pending_since: 1 })
    .limit(limit)
    .toArray();
  return found.map(({ _id }) => _id);
};

/** Says that the message has its case. Safe to run twice. */
export const markCaseOpened = async (ctx: Pick<CoreContext, 'db' | 'now'>, messageId: string): Promise<void> => {
  await changeMessage(ctx, messageId, { event: 'message.case_opened', unset: ['case_pending_since'] });
};
