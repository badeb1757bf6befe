import { listBudgets, removeBudget, setBudget } from '@message-service/core/budgets';
import { Budget, BudgetList, RemoveBudgetInput, SetBudgetInput } from '@message-service/shared/budgets';
import { ADMINS, OPERATORS } from '../policy.ts';
import { roleProcedure, router } from '../trpc.ts';

const adminProcedure = roleProcedure(ADMINS);

export const budgetsRouter = router({
  list: roleProcedure(OPERATORS)
    .output(BudgetList)
    .query(({ ctx }) => listBudgets(ctx.core)),
  set: adminProcedure
    .input(SetBudgetInput)
    .output(Budget)
    .mutation(({ ctx, input }) => setBudget(ctx.core, ctx.identity, input)),
  remove: adminProcedure
    .input(RemoveBudgetInput)
    .output(Budget)
    .mutation(({ ctx, input }) => removeBudget(ctx.core, ctx.identity, input)),
});
