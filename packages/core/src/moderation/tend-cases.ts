import type { CoreContext } from '../context.ts';
import { findPendingCases, markCaseOpened, messages } from '../messages/index.ts';
import { applyDecision } from './apply-decision.ts';
import { moderationCases } from './moderation-cases.ts';
import { openCase } from './open-case.ts';

const BATCH = 200;
/** Whoever decides does it to the message at once; what is older was left by a crash or could not be done. */
const LEFT_MS = 10_000;

/** Opens the cases that messages wait for; gives their number. Safe to run twice and by several at once. */
const openPending = async (ctx: CoreContext): Promise<number> => {
  const ids = await findPendingCases(ctx, { before: new Date(ctx.now().getTime() + 1), limit: BATCH });
  for (const id of ids) {
    const message = await messages(ctx).findOne({ _id: id });
    if (message) await openCase(ctx, message, { source: 'filter', by: null });
    await markCaseOpened(ctx, id);
  }
  return ids.length;
};

/** Does to messages what was decided and is not yet done. */
const finishEffects = async (ctx: CoreContext): Promise<number> => {
  const left = await moderationCases(ctx)
    .find({ effect_pending_since: { $gt: new Date(0), $lt: new Date(ctx.now().getTime() - LEFT_MS) } })
    .sort({ effect_pending_since: 1 })
    .limit(BATCH)
    .toArray();
  for (const doc of left) await applyDecision(ctx, doc);
  return left.length;
};

/** What the desk needs done in the background: cases that wait to be opened, decisions that wait to be done. */
export const tendCases = async (ctx: CoreContext): Promise<{ opened: number; finished: number }> => ({
  opened: await openPending(ctx),
  finished: await finishEffects(ctx),
});
