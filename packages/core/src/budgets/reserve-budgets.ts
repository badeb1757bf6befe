import type { Budget, BudgetUnit } from '@message-service/shared/budgets';
import type { CoreContext } from '../context.ts';
import { isDuplicateKey } from '../mongo/index.ts';
import { type BudgetDayDoc, budgetDays } from './budget-days.ts';
import { findBudgets } from './find-budgets.ts';
import { toAmount } from './units.ts';

type Context = Pick<CoreContext, 'db' | 'now'>;

/** A call that is about to be made. */
export type PlannedCall = { id: string; user_id: string | null; provider: string; model: string };
/** What a call costs at most, or has cost. */
export type CallCost = { tokens: number; nanos: number };

/** Amounts that are held for one call, until it is settled. */
export type BudgetHold = { call_id: string; days: { _id: string; unit: BudgetUnit; amount: number }[] };

/** A budget has no room for the call. */
export class OverBudgetError extends Error {
  override readonly name = 'OverBudgetError';
  constructor(readonly budget: Budget) {
    super(`the budget of the day (${budget.scope} ${budget.key}) is used up`);
  }
}

const HOLD_MS = 15 * 60_000;
const KEEP_MS = 45 * 86_400_000;

const subjectOf = ({ scope }: Budget, call: PlannedCall): string | null => {
  switch (scope) {
    case 'all':
      return '*';
    case 'user':
      return call.user_id;
    case 'provider':
      return call.provider;
    case 'model':
      return call.model;
  }
};

const ensureDay = async (ctx: Context, budget: Budget, key: string): Promise<string> => {
  const now = ctx.now();
  const day = now.toISOString().slice(0, 10);
  const _id = `${budget.budget_id}|${key}|${day}`;
  const empty: BudgetDayDoc = {
    _id,
    budget_id: budget.budget_id,
    key,
    unit: budget.unit,
    day,
    committed: 0,
    spent: 0,
    holds: [],
    refused: 0,
    expires_at: new Date(now.getTime() + KEEP_MS),
  };
  if (await budgetDays(ctx).findOne({ _id }, { projection: { _id: 1 } })) return _id;
  try {
    await budgetDays(ctx).insertOne(empty);
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
  return _id;
};

/** Gives back what processes that died had held. */
const dropDeadHolds = async (ctx: Context, _id: string): Promise<boolean> => {
  const now = ctx.now();
  const found = await budgetDays(ctx).findOne({ _id, 'holds.until': { $lt: now } });
  const dead = (found?.holds ?? []).filter(({ until }) => until < now);
  for (const { id, amount } of dead)
    await budgetDays(ctx).updateOne(
      { _id, 'holds.id': id },
      { $inc: { committed: -amount }, $pull: { holds: { id } } },
    );
  return dead.length > 0;
};

/** One atomic step decides, so that however many come at once, what is committed never goes above the limit. */
const hold = async (ctx: Context, _id: string, id: string, amount: number, limit: number): Promise<boolean> => {
  const { matchedCount } = await budgetDays(ctx).updateOne(
    { _id, committed: { $lte: limit - amount } },
    { $inc: { committed: amount }, $push: { holds: { id, amount, until: new Date(ctx.now().getTime() + HOLD_MS) } } },
  );
  return matchedCount === 1;
};

/** Settles a call that was made: what it has cost takes the place of what was held for it. */
export const settleBudgets = async (ctx: Context, { call_id, days }: BudgetHold, cost: CallCost): Promise<void> => {
  for (const { _id, unit, amount } of days) {
    const actual = unit === 'usd' ? cost.nanos : cost.tokens;
    const { matchedCount } = await budgetDays(ctx).updateOne(
      { _id, 'holds.id': call_id },
      { $inc: { committed: actual - amount, spent: actual }, $pull: { holds: { id: call_id } } },
    );
    // it took so long that its hold was taken for one of a dead process
    if (matchedCount === 0 && actual > 0)
      await budgetDays(ctx).updateOne({ _id }, { $inc: { committed: actual, spent: actual } });
  }
};

/** Gives back what was held for a call that was not made, or of which nothing is known. */
export const releaseBudgets = (ctx: Context, held: BudgetHold): Promise<void> =>
  settleBudgets(ctx, held, { tokens: 0, nanos: 0 });

/**
 * Holds what a call may cost in every budget that it falls under, or in none.
 * @throws OverBudgetError when one has no room
 */
export const reserveBudgets = async (ctx: Context, call: PlannedCall, most: CallCost): Promise<BudgetHold> => {
  const held: BudgetHold = { call_id: call.id, days: [] };
  for (const budget of await findBudgets(ctx)) {
    const subject = subjectOf(budget, call);
    if (subject === null || (budget.key !== '*' && budget.key !== subject)) continue;
    const amount = budget.unit === 'usd' ? most.nanos : most.tokens;
    if (amount === 0) continue;
    const limit = toAmount(budget.unit, budget.stop_at);
    const _id = await ensureDay(ctx, budget, subject);
    const fits =
      (await hold(ctx, _id, call.id, amount, limit)) ||
      ((await dropDeadHolds(ctx, _id)) && (await hold(ctx, _id, call.id, amount, limit)));
    if (!fits) {
      await budgetDays(ctx).updateOne({ _id }, { $inc: { refused: 1 } });
      await releaseBudgets(ctx, held);
      throw new OverBudgetError(budget);
    }
    held.days.push({ _id, unit: budget.unit, amount });
  }
  return held;
};
