import { z } from 'zod';
import { PlainText } from '../plain-text.ts';

/** US dollars, or tokens of prompt and reply together. */
export const BudgetUnit = z.enum(['usd', 'tokens']);
export type BudgetUnit = z.infer<typeof BudgetUnit>;

export const BudgetScope = z.enum(['all', 'user', 'provider', 'model']);
export type BudgetScope = z.infer<typeof BudgetScope>;

const Amount = z.number().positive().max(1_000_000_000);

/**
 * What may be spent in a day, in UTC: by all, a user, a provider or a model; `*` as the key gives each of them a budget
 * of its own. Above `warn_at` an alert fires; what could lead above `stop_at` is refused before a provider is called.
 */
export const Budget = z.object({
  budget_id: z.string(),
  scope: BudgetScope,
  key: z.string(),
  unit: BudgetUnit,
  warn_at: z.number(),
  stop_at: z.number(),
  updated_at: z.date(),
  updated_by: z.string(),
});
export type Budget = z.infer<typeof Budget>;

/** How a budget stands today. `spent` is what calls have cost, `reserved` what running calls may still cost. */
export const BudgetState = z.object({
  budget_id: z.string(),
  /** Whose budget it is, where each has one. */
  key: z.string(),
  day: z.string(),
  spent: z.number(),
  reserved: z.number(),
  /** Calls that were not made because of it. */
  refused: z.int(),
});
export type BudgetState = z.infer<typeof BudgetState>;

/** `states` are today's, the fullest first. */
export const BudgetList = z.object({ items: z.array(Budget.extend({ states: z.array(BudgetState) })) });
export type BudgetList = z.infer<typeof BudgetList>;

/** One budget for each scope, key and unit: setting it again replaces it. */
export const SetBudgetInput = z
  .strictObject({
    scope: BudgetScope,
    key: PlainText.min(1).max(200).default('*'),
    unit: BudgetUnit,
    warn_at: Amount,
    stop_at: Amount,
  })
  .refine(({ warn_at, stop_at }) => warn_at <= stop_at, { path: ['warn_at'], message: 'must not be above stop_at' });
export type SetBudgetInput = z.infer<typeof SetBudgetInput>;

export const RemoveBudgetInput = z.strictObject({
  budget_id: z.string().regex(/^budget_[0-9a-f]{32}$/, 'expected budget_ and 32 hexadecimal digits'),
});
export type RemoveBudgetInput = z.infer<typeof RemoveBudgetInput>;
