import type { CoreContext } from '../context.ts';
import { findRange, type MessageDoc, messages } from './messages.ts';

/** The message, and up to `reach` messages before and after it, oldest first; archived ones too. */
export const findAround = (
  ctx: Pick<CoreContext, 'db'>,
  { conversation_id, sequence_number }: Pick<MessageDoc, 'conversation_id' | 'sequence_number'>,
  reach: number,
): Promise<MessageDoc[]> =>
  findRange(ctx, {
    conversation_id,
    from: Math.max(1, sequence_number - reach),
    to: sequence_number + reach,
    limit: 2 * reach + 1,
    direction: 'asc',
  });

/** How much somebody has written, and since when. */
export const summarizeAuthor = async (
  ctx: Pick<CoreContext, 'db'>,
  userId: string,
): Promise<{ messages: number; first_message_at: Date | null }> => {
  const filter = { user_id: userId, role: 'user' as const };
  const [count, first] = await Promise.all([
    messages(ctx).countDocuments(filter, { limit: 10_000 }),
    messages(ctx).findOne(filter, { sort: { 'timestamps.created_at': 1 }, projection: { 'timestamps.created_at': 1 } }),
  ]);
  return { messages: count, first_message_at: first?.timestamps.created_at ?? null };
};
