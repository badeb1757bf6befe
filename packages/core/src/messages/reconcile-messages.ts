import { isTerminal, processMessage } from '@message-service/shared/messages';
import type { CoreContext } from '../context.ts';
import { releaseStalePlaces } from '../limits/index.ts';
import { removeDoubledJobs } from '../queues/index.ts';
import { isRedisAway } from '../redis/index.ts';
import { closeEndedJobs } from './close-ended-jobs.ts';
import { messages } from './messages.ts';
import { reconcileSlots } from './reconcile-slots.ts';

/** What was put right, by kind. */
export type Reconciled = { slots: number; jobs: number; places: number; doubled: number };

/** Of these messages, those that have ended and those that are not stored. */
const findOver = async (ctx: CoreContext, ids: string[]): Promise<string[]> => {
  const found = await messages(ctx)
    .find({ _id: { $in: ids } }, { projection: { processing_status: 1 } })
    .toArray();
  const running = new Set(found.filter((doc) => !isTerminal(doc.processing_status)).map((doc) => doc._id));
  return ids.filter((id) => !running.has(id));
};

/** Zero while Redis is away: what it holds is looked at when it is back. */
const inRedis = async (work: () => Promise<number>): Promise<number> => {
  try {
    return await work();
  } catch (error) {
    if (!isRedisAway(error)) throw error;
    return 0;
  }
};

/**
 * Puts right what crashes and outages leave behind beside the messages themselves, which the sweeper sees to: slots of
 * conversations, open jobs of ended messages, users' places in process, jobs added twice. Each part is bounded, safe to
 * run at any time and by several at once.
 */
export const reconcileMessages = async (ctx: CoreContext): Promise<Reconciled> => {
  const slots = await reconcileSlots(ctx);
  const jobs = await closeEndedJobs(ctx);
  const places = await inRedis(() => releaseStalePlaces(ctx, (ids) => findOver(ctx, ids)));
  const doubled = await inRedis(() => removeDoubledJobs(ctx, processMessage));
  const reconciled = { slots, jobs, places, doubled };
  for (const [what, count] of Object.entries(reconciled)) ctx.metrics.reconciled.inc({ what }, count);
  return reconciled;
};
