export { budgetDays } from './budget-days.ts';
export { budgets } from './budgets.ts';
export { listBudgets, readBudgetStates, removeBudget, setBudget } from './manage-budgets.ts';
export {
  type BudgetHold,
  type CallCost,
  OverBudgetError,
  type PlannedCall,
  releaseBudgets,
  reserveBudgets,
  settleBudgets,
} from './reserve-budgets.ts';
