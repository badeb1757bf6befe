import { getHourlyCosts } from '../analytics/index.ts';
import { readingOf, type Watch } from './rules.ts';

/** Hours to compare with that must have cost something, before anything can be called unusual. */
const MIN_HOURS = 3;

/** The cost of the hour that runs, against what the same hour of the same weekday usually costs. */
export const watchCost: Watch = {
  rules: ['cost_anomaly'],
  async read(ctx) {
    const { current, before } = await getHourlyCosts(ctx);
    const known = before.filter((cost) => cost > 0);
    if (known.length < MIN_HOURS) return [];
    const usual = known.reduce((sum, cost) => sum + cost, 0) / known.length;
    return [
      readingOf({ rule: 'cost_anomaly', subject: '*', unit: 'usd', value: current }, [
        { severity: 'warning', above: usual * ctx.settings.ALERT_COST_FACTOR },
      ]),
    ];
  },
};
