import type { CoreContext } from '../context.ts';
import { type BudgetDoc, budgets } from './budgets.ts';

/** There are few, they hardly change, and every call of a provider asks for them. */
const KEEP_MS = 5_000;

const kept = new WeakMap<CoreContext['db'], { found: Promise<BudgetDoc[]>; until: number }>();

/** All budgets, as they were at most five seconds ago. */
export const findBudgets = (ctx: Pick<CoreContext, 'db'>): Promise<BudgetDoc[]> => {
  const known = kept.get(ctx.db);
  if (known && known.until > performance.now()) return known.found;
  const found = budgets(ctx).find().sort({ _id: 1 }).toArray();
  kept.set(ctx.db, { found, until: performance.now() + KEEP_MS });
  found.catch(() => kept.delete(ctx.db));
  return found;
};

/** Has this process read the budgets again at once; the others do so within five seconds. */
export const forgetBudgets = (ctx: Pick<CoreContext, 'db'>): void => {
  kept.delete(ctx.db);
};
