import type { CoreContext } from '../context.ts';
import { type ConversationDoc, conversations } from './conversations.ts';

/** Conversations used since then, least recently used first. */
export const findTouched = (ctx: Pick<CoreContext, 'db'>, since: Date, limit: number): Promise<ConversationDoc[]> =>
  conversations(ctx)
    .find({ last_activity_at: { $gte: since } })
    .sort({ last_activity_at: 1, _id: 1 })
    .limit(limit)
    .toArray();

/**
 * Takes `excess` slots off the conversation as it was when they were counted, and notes when that was. The messages that
 * came in meanwhile keep theirs; of two who counted at once one wins, the other gets false.
 */
export const correctSlots = async (
  ctx: Pick<CoreContext, 'db' | 'now'>,
  { _id, slots_checked_at }: ConversationDoc,
  excess: number,
): Promise<boolean> => {
  const { matchedCount } = await conversations(ctx).updateOne(
    { _id, slots_checked_at: slots_checked_at ?? { $exists: false } },
    { $inc: { message_count: -excess }, $set: { slots_checked_at: ctx.now() } },
  );
  return matchedCount === 1;
};
