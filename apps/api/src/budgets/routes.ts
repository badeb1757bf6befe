import { listBudgets, removeBudget, setBudget } from '@message-service/core/budgets';
import { Budget, BudgetList, RemoveBudgetInput, SetBudgetInput } from '@message-service/shared/budgets';
import { z } from 'zod';
import { defineRoute } from '../http/define-route.ts';
import { ADMINS, OPERATORS } from '../policy.ts';

const tag = 'Budgets';

export const budgetRoutes = [
  defineRoute({
    method: 'GET',
    path: '/budgets',
    summary: 'List the budgets and how they stand today',
    tag,
    policy: OPERATORS,
    input: z.strictObject({}),
    output: BudgetList,
    status: 200,
    handle: ({ core }) => listBudgets(core),
  }),
  defineRoute({
    method: 'POST',
    path: '/budgets',
    summary: 'Set what may be spent in a day',
    tag,
    policy: ADMINS,
    input: SetBudgetInput,
    output: Budget,
    status: 200,
    handle: ({ core, identity }, input) => setBudget(core, identity, input),
  }),
  defineRoute({
    method: 'DELETE',
    path: '/budgets/{budget_id}',
    summary: 'Take a budget away',
    tag,
    policy: ADMINS,
    input: RemoveBudgetInput,
    output: Budget,
    status: 200,
    handle: ({ core, identity }, input) => removeBudget(core, identity, input),
  }),
];
