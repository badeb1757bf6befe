import { processMessage } from '@message-service/shared/messages';
import type { CoreContext } from '../context.ts';
import { enqueueMany } from '../queues/index.ts';
import { messages } from './messages.ts';
import { jobIdOf, processingQueue } from './processing-queue.ts';

/** A message that nothing has touched for this long may have been forgotten. */
const FORGOTTEN_AFTER_MS = 10_000;
const BATCH = 1_000;

/**
 * Finds accepted messages that no worker holds and no change has touched for 10 s, as a crash between storing and
 * enqueuing or a wiped Redis leaves them, and enqueues them again. Adding a job that is still there has no effect.
 * Gives the number of messages enqueued, at most 1,000 a call, oldest first.
 */
export const sweepForgottenMessages = async (ctx: CoreContext): Promise<number> => {
  const now = ctx.now();
  const unfinished = await messages(ctx)
    .find(
      {
        processing_status: { $in: ['queued', 'processing'] },
        'timestamps.last_modified_at': { $lt: new Date(now.getTime() - FORGOTTEN_AFTER_MS) },
      },
      { projection: { _id: 1 } },
    )
    .sort({ 'timestamps.last_modified_at': 1 })
    .limit(BATCH)
    .toArray();
  if (unfinished.length === 0) return 0;
  const held = await processingQueue(ctx)
    .find(
      { _id: { $in: unfinished.map((doc) => jobIdOf(doc._id)) }, 'execution.lease_until': { $gt: now } },
      { projection: { message_id: 1 } },
    )
    .toArray();
  const working = new Set(held.map((job) => job.message_id));
  const forgotten = unfinished.filter((doc) => !working.has(doc._id)).map((doc) => ({ message_id: doc._id }));
  const added = await enqueueMany(ctx, processMessage, forgotten);
  ctx.metrics.sweptMessages.inc(added);
  return added;
};
