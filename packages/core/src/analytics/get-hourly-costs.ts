import type { CoreContext } from '../context.ts';
import { messageAnalytics } from './message-analytics.ts';
import { startOf } from './periods.ts';

const WEEK_MS = 7 * 86_400_000;
const WEEKS = 6;

/** US dollars spent in the hour that runs, and in the same hour of the same weekday of the six weeks before. */
export const getHourlyCosts = async (
  ctx: Pick<CoreContext, 'db' | 'now'>,
): Promise<{ current: number; before: number[] }> => {
  const hour = startOf('hour', ctx.now());
  const hours = Array.from({ length: WEEKS + 1 }, (_, weeks) => new Date(hour.getTime() - weeks * WEEK_MS));
  const rows = await messageAnalytics(ctx)
    .aggregate<{ _id: Date; cost_nanos: number }>([
      { $match: { scope: 'global', aggregation_type: 'hour', date: { $in: hours } } },
      { $group: { _id: '$date', cost_nanos: { $sum: '$token_metrics.cost_nanos' } } },
    ])
    .toArray();
  const costs = new Map(rows.map(({ _id, cost_nanos }) => [_id.getTime(), cost_nanos / 1e9]));
  const [current = 0, ...before] = hours.map((date) => costs.get(date.getTime()) ?? 0);
  return { current, before };
};
