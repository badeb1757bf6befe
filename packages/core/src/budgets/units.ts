import type { BudgetUnit } from '@message-service/shared/budgets';

const NANOS = 1_000_000_000;

/** Of a figure as people write it, the whole amount that is counted; and back. */
export const toAmount = (unit: BudgetUnit, value: number): number => Math.round(unit === 'usd' ? value * NANOS : value);
export const fromAmount = (unit: BudgetUnit, amount: number): number => (unit === 'usd' ? amount / NANOS : amount);
