import type { CoreContext } from '../context.ts';
import { DEAD_LETTERS } from './list-dead-letters.ts';
import { messages } from './messages.ts';

/** Messages that ended `failed` and wait for somebody to retry them. */
export const countDeadLetters = (ctx: Pick<CoreContext, 'db'>): Promise<number> =>
  messages(ctx).countDocuments(DEAD_LETTERS);

/** Unfinished messages by progress. */
export const countUnfinished = async (
  ctx: Pick<CoreContext, 'db'>,
): Promise<{ queued: number; processing: number }> => {
  const [queued, processing] = await Promise.all([
    messages(ctx).countDocuments({ processing_status: 'queued' }),
    messages(ctx).countDocuments({ processing_status: 'processing' }),
  ]);
  return { queued, processing };
};
