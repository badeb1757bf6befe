export { Budget, BudgetList, BudgetState, BudgetUnit, RemoveBudgetInput, SetBudgetInput } from './schema.ts';
