import { createHash } from 'node:crypto';
import type { Identity } from '@message-service/shared/auth';
import type {
  Budget,
  BudgetList,
  BudgetState,
  RemoveBudgetInput,
  SetBudgetInput,
} from '@message-service/shared/budgets';
import { DomainError } from '@message-service/shared/errors';
import { recordAudit } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import { budgetDays } from './budget-days.ts';
import { type BudgetDoc, budgets } from './budgets.ts';
import { forgetBudgets } from './find-budgets.ts';
import { fromAmount } from './units.ts';

const STATES = 200;

const toBudget = ({ _id, ...budget }: BudgetDoc): Budget => budget;

/** How the budgets of today stand, the fullest first. */
export const readBudgetStates = async (ctx: Pick<CoreContext, 'db' | 'now'>): Promise<BudgetState[]> => {
  const day = ctx.now().toISOString().slice(0, 10);
  const rows = await budgetDays(ctx).find({ day }).sort({ committed: -1 }).limit(STATES).toArray();
  return rows.map(({ budget_id, key, unit, committed, spent, refused }) => ({
    budget_id,
    key,
    day,
    spent: fromAmount(unit, spent),
    reserved: fromAmount(unit, committed - spent),
    refused,
  }));
};

/** Every budget and how it stands today. */
export const listBudgets = async (ctx: Pick<CoreContext, 'db' | 'now'>): Promise<BudgetList> => {
  const [all, states] = await Promise.all([budgets(ctx).find().sort({ _id: 1 }).toArray(), readBudgetStates(ctx)]);
  return {
    items: all.map((budget) => ({
      ...toBudget(budget),
      states: states.filter(({ budget_id }) => budget_id === budget.budget_id),
    })),
  };
};

const factsOf = ({ warn_at, stop_at }: Pick<Budget, 'warn_at' | 'stop_at'>) => ({ warn_at, stop_at });

/** Sets what may be spent in a day; what was spent today counts. In force everywhere within five seconds; audited. */
export const setBudget = async (ctx: CoreContext, identity: Identity, input: SetBudgetInput): Promise<Budget> => {
  const { scope, unit } = input;
  const key = scope === 'all' ? '*' : input.key;
  const name = createHash('sha256').update(`${scope}|${key}|${unit}`).digest('hex').slice(0, 32);
  const _id = `budget_${name}`;
  const { warn_at, stop_at } = input;
  const changed = { scope, key, unit, warn_at, stop_at, updated_at: ctx.now(), updated_by: identity.user_id };
  const before = await budgets(ctx).findOneAndUpdate(
    { _id },
    { $set: changed, $setOnInsert: { budget_id: _id } },
    { upsert: true, returnDocument: 'before' },
  );
  forgetBudgets(ctx);
  await recordAudit(ctx, {
    actor: identity,
    action: 'budgets.set',
    target: { type: 'budget', id: _id },
    details: { scope, key, unit },
    ...(before ? { before: factsOf(before) } : {}),
    after: factsOf(changed),
  });
  return { budget_id: _id, ...changed };
};

/** Takes a budget away. Audited. @throws DomainError NOT_FOUND */
export const removeBudget = async (
  ctx: CoreContext,
  identity: Identity,
  { budget_id }: RemoveBudgetInput,
): Promise<Budget> => {
  const removed = await budgets(ctx).findOneAndDelete({ _id: budget_id });
  if (!removed) throw new DomainError('NOT_FOUND', 'There is no such budget.');
  forgetBudgets(ctx);
  const { scope, key, unit } = removed;
  await recordAudit(ctx, {
    actor: identity,
    action: 'budgets.remove',
    target: { type: 'budget', id: budget_id },
    details: { scope, key, unit },
    before: factsOf(removed),
  });
  return toBudget(removed);
};
