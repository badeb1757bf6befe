import { listBudgets } from '../budgets/index.ts';
import type { Reading, Watch } from './rules.ts';

/** How full the budgets of today are: above the first mark it is a warning; once a call was refused, critical. */
export const watchBudgets: Watch = {
  rules: ['budget'],
  async read(ctx) {
    const { items } = await listBudgets(ctx);
    return items.flatMap(({ scope, unit, warn_at, stop_at, states }) =>
      states.map(({ key, spent, reserved, refused }): Reading => {
        const used = spent + reserved;
        const severity = refused > 0 ? 'critical' : used >= warn_at ? 'warning' : null;
        return {
          rule: 'budget',
          subject: `${scope} ${key} ${unit}`,
          unit: 'ratio',
          value: used / stop_at,
          threshold: refused > 0 ? 1 : warn_at / stop_at,
          severity,
        };
      }),
    );
  },
};
