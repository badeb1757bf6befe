import { processMessage } from '@message-service/shared/messages';
import type { CoreContext } from '../context.ts';
import { enqueueMany, releaseStuckKeys } from '../queues/index.ts';
import { type MessageDoc, messages } from './messages.ts';
import { priorityOf } from './priority.ts';
import { jobIdOf, processingQueue } from './processing-queue.ts';

const BATCH = 1_000;
const MAX_SWEPT = 20_000;
/** After so many leases without a change a job may be there and yet never run. */
const STUCK_AFTER_LEASES = 6;
const MAX_CHECKED = 100;

type Unfinished = Pick<MessageDoc, '_id' | 'processing_priority'>;

const enqueueForgotten = async (ctx: CoreContext, docs: Unfinished[], now: Date): Promise<number> => {
  const priorities = new Map(docs.map((doc) => [doc._id, priorityOf(doc)]));
  const ids = [...priorities.keys()];
  const held = await processingQueue(ctx)
    .find({ _id: { $in: ids.map(jobIdOf) }, 'execution.lease_until': { $gt: now } }, { projection: { message_id: 1 } })
    .toArray();
  const working = new Set(held.map((job) => job.message_id));
  const forgotten = ids.filter((id) => !working.has(id));
  return enqueueMany(
    ctx,
    processMessage,
    forgotten.map((message_id) => ({ message_id })),
    ({ message_id }) => priorities.get(message_id),
  );
};

/**
 * Finds accepted messages that no worker holds and no change has touched for as long as a lease lasts, as a crash
 * between storing and enqueuing or a wiped Redis leaves them, and enqueues them again. Adding a job that is still there
 * has no effect. Gives the number of messages enqueued, at most 20,000 a call, oldest first; stops while Redis is away.
 */
export const sweepForgottenMessages = async (ctx: CoreContext): Promise<number> => {
  const now = ctx.now();
  const unfinished = await messages(ctx)
    .find(
      {
        processing_status: { $in: ['queued', 'processing'] },
        'timestamps.last_modified_at': { $lt: new Date(now.getTime() - ctx.settings.MESSAGE_LEASE_SECONDS * 1_000) },
      },
      { projection: { 'timestamps.last_modified_at': 1, processing_priority: 1 } },
    )
    .sort({ 'timestamps.last_modified_at': 1 })
    .limit(MAX_SWEPT)
    .toArray();
  const stuckBefore = now.getTime() - STUCK_AFTER_LEASES * ctx.settings.MESSAGE_LEASE_SECONDS * 1_000;
  const stuck = unfinished.filter((doc) => doc.timestamps.last_modified_at.getTime() < stuckBefore);
  if (stuck.length > 0 && ctx.queues.isReady()) {
    const checked = stuck.slice(0, MAX_CHECKED).map((doc) => ({ message_id: doc._id }));
    await releaseStuckKeys(ctx, processMessage, checked);
  }
  let added = 0;
  for (let from = 0; from < unfinished.length && ctx.queues.isReady(); from += BATCH) {
    added += await enqueueForgotten(ctx, unfinished.slice(from, from + BATCH), now);
  }
  ctx.metrics.sweptMessages.inc(added);
  return added;
};
