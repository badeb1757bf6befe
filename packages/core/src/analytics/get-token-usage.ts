import type { TokenUsageInput, TokenUsageItem, TokenUsageReport, UsageTotals } from '@message-service/shared/analytics';
import type { Document, Filter } from 'mongodb';
import type { CoreContext } from '../context.ts';
import { getAnalyticsLag } from './get-analytics-lag.ts';
import { type MessageAnalyticsDoc, messageAnalytics } from './message-analytics.ts';
import { startOf } from './periods.ts';
import { sumGroups, sumUsage, toUsage, type UsageRow } from './usage.ts';

const DAY_MS = 86_400_000;
const SERIES_GROUPS = 5;

type Context = Pick<CoreContext, 'db' | 'now'>;
type Range = { from: Date; to: Date };
type Keyed = UsageRow & { _id: string | Date | null };

const rangeOf = (ctx: Context, input: Pick<TokenUsageInput, 'from' | 'to'>): Range => {
  const end = input.to ?? new Date(Math.max(ctx.now().getTime(), (input.from?.getTime() ?? 0) + 1));
  const lastDay = startOf('day', new Date(end.getTime() - 1));
  const to = new Date(lastDay.getTime() + DAY_MS);
  return { from: startOf('day', input.from ?? new Date(to.getTime() - 30 * DAY_MS)), to };
};

const scopeOf = ({ group_by, user_id, conversation_id }: TokenUsageInput): MessageAnalyticsDoc['scope'] => {
  if (group_by === 'conversation' || conversation_id !== undefined) return 'conversation';
  return group_by === 'user' || user_id !== undefined ? 'user' : 'global';
};

const filterOf = (input: TokenUsageInput, { from, to }: Range): Filter<MessageAnalyticsDoc> => {
  const { user_id, conversation_id, provider, model } = input;
  return {
    scope: scopeOf(input),
    aggregation_type: 'daily_summary',
    date: { $gte: from, $lt: to },
    ...(user_id === undefined ? {} : { user_id }),
    ...(conversation_id === undefined ? {} : { conversation_id }),
    ...(provider === undefined ? {} : { provider }),
    ...(model === undefined ? {} : { model }),
    'token_metrics.replies': { $gt: 0 },
  };
};

const KEYS: Record<TokenUsageInput['group_by'], string> = {
  day: '$date',
  user: '$user_id',
  model: '$model',
  provider: '$provider',
  conversation: '$conversation_id',
};

const nameOf = (key: string | Date | null): string =>
  key instanceof Date ? key.toISOString().slice(0, 10) : (key ?? 'unknown');

const toItem = ({ _id, ...row }: Keyed): TokenUsageItem => ({ key: nameOf(_id), ...toUsage(row) });

const addUp = async (ctx: Context, input: TokenUsageInput, range: Range) => {
  const order: Document = input.group_by === 'day' ? { _id: 1 } : { total_tokens: -1, _id: 1 };
  const [found] = await messageAnalytics(ctx)
    .aggregate<{ items: Keyed[]; totals: (UsageRow & { groups: number })[] }>([
      { $match: filterOf(input, range) },
      { $group: { _id: KEYS[input.group_by], ...sumUsage } },
      {
        $facet: {
          items: [{ $sort: order }, { $limit: input.limit }],
          totals: [{ $group: { _id: null, ...sumGroups, groups: { $sum: 1 } } }],
        },
      },
    ])
    .toArray();
  const totals = found?.totals[0];
  return { items: (found?.items ?? []).map(toItem), totals: toUsage(totals), groups: totals?.groups ?? 0 };
};

const addUpBefore = async (ctx: Context, input: TokenUsageInput, { from, to }: Range): Promise<UsageTotals> => {
  const before = { from: new Date(from.getTime() - (to.getTime() - from.getTime())), to: from };
  return (await addUp(ctx, { ...input, limit: 1 }, before)).totals;
};

/** Day by day, apart for the first groups; `other` holds what is in none of them. */
const addUpDays = async (
  ctx: Context,
  input: TokenUsageInput,
  range: Range,
  first: readonly string[],
): Promise<NonNullable<TokenUsageReport['series']>> => {
  const key = KEYS[input.group_by];
  const rows = await messageAnalytics(ctx)
    .aggregate<UsageRow & { _id: { day: Date; key: string } }>([
      { $match: filterOf(input, range) },
      {
        $group: {
          _id: {
            day: '$date',
            key: input.group_by === 'day' ? 'all' : { $cond: [{ $in: [key, first] }, key, 'other'] },
          },
          ...sumUsage,
        },
      },
      { $sort: { '_id.day': 1, '_id.key': 1 } },
    ])
    .toArray();
  return rows.map(({ _id, ...row }) => ({ day: nameOf(_id.day), key: _id.key, ...toUsage(row) }));
};

/**
 * Tokens and cost of a range of days, by whatever is asked for; the largest groups first, days in order. Reads the
 * summaries only, so its cost does not depend on the number of messages.
 */
export const getTokenUsage = async (ctx: Context, input: TokenUsageInput): Promise<TokenUsageReport> => {
  const range = rangeOf(ctx, input);
  const [found, previous, lag_seconds] = await Promise.all([
    addUp(ctx, input, range),
    input.compare ? addUpBefore(ctx, input, range) : undefined,
    getAnalyticsLag(ctx),
  ]);
  const first = found.items.slice(0, SERIES_GROUPS).map(({ key }) => key);
  return {
    ...range,
    group_by: input.group_by,
    ...found,
    ...(previous ? { previous } : {}),
    ...(input.series ? { series: await addUpDays(ctx, input, range, first) } : {}),
    lag_seconds,
  };
};
