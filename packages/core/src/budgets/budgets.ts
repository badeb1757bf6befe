import { Budget } from '@message-service/shared/budgets';
import { z } from 'zod';
import { defineCollection } from '../mongo/index.ts';

export const BudgetDoc = Budget.extend({ _id: z.string() });
export type BudgetDoc = z.infer<typeof BudgetDoc>;

export const budgets = defineCollection<BudgetDoc>({ name: 'budgets', schema: BudgetDoc, indexes: [] });
