import type { FilterHits, FilterHitsInput } from '@message-service/shared/analytics';
import type { CoreContext } from '../context.ts';
import { getAnalyticsLag } from './get-analytics-lag.ts';
import { type MessageAnalyticsDoc, messageAnalytics } from './message-analytics.ts';
import { Period, startOf } from './periods.ts';

const DAY_MS = 86_400_000;

type Quality = NonNullable<MessageAnalyticsDoc['quality_metrics']>;

/**
 * How many messages and replies were judged in the last days, today included, and in how many of them each filter found
 * something, most first. Reads the summaries only.
 */
export const getFilterHits = async (
  ctx: Pick<CoreContext, 'db' | 'now'>,
  { days }: FilterHitsInput,
): Promise<FilterHits> => {
  const from = startOf('day', new Date(ctx.now().getTime() - (days - 1) * DAY_MS));
  const [rows, lag_seconds] = await Promise.all([
    messageAnalytics(ctx)
      .find({ scope: 'global', aggregation_type: Period.day.name, date: { $gte: from } })
      .project<{ quality_metrics?: Quality }>({ quality_metrics: 1 })
      .toArray(),
    getAnalyticsLag(ctx),
  ]);
  const found = rows.flatMap(({ quality_metrics }) => quality_metrics ?? []);
  const sum = (read: (row: Quality) => number | undefined) => found.reduce((total, row) => total + (read(row) ?? 0), 0);
  const judged = sum((row) => row.judged);
  const names = new Set(found.flatMap(({ filters }) => Object.keys(filters ?? {})));
  const hits = [...names].map((filter) => {
    const messages = sum((row) => row.filters?.[filter]);
    return { filter, messages, rate: judged === 0 ? null : messages / judged };
  });
  return {
    judged,
    filtered: sum((row) => row.filtered),
    blocked: sum((row) => row.blocked),
    hits: hits.toSorted((a, b) => b.messages - a.messages),
    lag_seconds,
  };
};
