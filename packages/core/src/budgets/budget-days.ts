import { BudgetUnit } from '@message-service/shared/budgets';
import { z } from 'zod';
import { defineCollection } from '../mongo/index.ts';

/** One budget on one day. Amounts are whole: billionths of a dollar, or tokens. */
export const BudgetDayDoc = z.object({
  /** `<budget_id>|<key>|<day>` */
  _id: z.string(),
  budget_id: z.string(),
  key: z.string(),
  unit: BudgetUnit,
  day: z.string(),
  /** What was spent and what is held for running calls: this is what the limit is compared with. */
  committed: z.number(),
  spent: z.number(),
  /** Of running calls; one whose time is over was left by a process that died. */
  holds: z.array(z.object({ id: z.string(), amount: z.number(), until: z.date() })),
  refused: z.int(),
  expires_at: z.date(),
});
export type BudgetDayDoc = z.infer<typeof BudgetDayDoc>;

export const budgetDays = defineCollection<BudgetDayDoc>({
  name: 'budget_days',
  schema: BudgetDayDoc,
  indexes: [
    {
      name: 'idx_day',
      key: { day: 1, committed: -1 },
      serves: 'how the budgets of a day stand, the fullest first',
      example: { filter: { day: '2026-01-01' }, sort: { committed: -1 } },
    },
    {
      name: 'ttl_expires',
      key: { expires_at: 1 },
      options: { expireAfterSeconds: 0 },
      serves: 'drop days that nobody asks about any more',
      example: { filter: { expires_at: { $lt: new Date(0) } } },
    },
  ],
});
