import type { LiveWindow, Performance, PerformanceInput } from '@message-service/shared/analytics';
import type { CoreContext } from '../context.ts';
import { getAnalyticsLag } from './get-analytics-lag.ts';
import { type MessageAnalyticsDoc, messageAnalytics } from './message-analytics.ts';
import { Period, startOf } from './periods.ts';
import { cacheHitRateOf, messagesIn, servedBy, tokensIn } from './served.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const LIVE_MINUTES = 5;

type Context = Pick<CoreContext, 'db' | 'now'>;
type Interval = Performance['interval'];

const LENGTHS: Record<Interval, number> = { minute: MINUTE_MS, hour: HOUR_MS, day: DAY_MS };

const intervalOf = (ms: number): Interval => {
  if (ms <= 3 * HOUR_MS) return 'minute';
  return ms <= 3 * DAY_MS ? 'hour' : 'day';
};

const readRows = (
  ctx: Context,
  scope: 'global' | 'worker',
  period: Interval,
  { from, to, provider, model }: { from: Date; to: Date; provider?: string | undefined; model?: string | undefined },
): Promise<MessageAnalyticsDoc[]> =>
  messageAnalytics(ctx)
    .find({
      scope,
      aggregation_type: Period[period].name,
      date: { $gte: from, $lt: to },
      ...(provider === undefined ? {} : { provider }),
      ...(model === undefined ? {} : { model }),
    })
    .sort({ date: 1 })
    .toArray();

const groupBy = (rows: readonly MessageAnalyticsDoc[], keyOf: (row: MessageAnalyticsDoc) => string) => {
  const groups = new Map<string, MessageAnalyticsDoc[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return [...groups.values()];
};

/** The rows of a provider: of its replies, and of what failed after it was called last. */
const ofProviders = (rows: readonly MessageAnalyticsDoc[]) => rows.filter(({ provider }) => provider !== undefined);

/**
 * How messages were served over a range, in points of minutes, hours or days, by provider and by worker. Reads the
 * summaries only. A failure counts to the provider and model that were called last; with a filter, those without are left out.
 */
export const getPerformance = async (ctx: Context, input: PerformanceInput): Promise<Performance> => {
  const end = input.to ?? new Date(Math.max(ctx.now().getTime(), (input.from?.getTime() ?? 0) + 1));
  const begin = input.from ?? new Date(end.getTime() - DAY_MS);
  const interval = intervalOf(end.getTime() - begin.getTime());
  const from = startOf(interval, begin);
  const last = startOf(interval, new Date(end.getTime() - 1));
  const to = new Date(last.getTime() + LENGTHS[interval]);
  const { provider, model } = input;
  const [rows, workers, lag_seconds] = await Promise.all([
    readRows(ctx, 'global', interval, { from, to, provider, model }),
    readRows(ctx, 'worker', 'hour', { from: startOf('hour', from), to, provider, model }),
    getAnalyticsLag(ctx),
  ]);
  return {
    from,
    to,
    interval,
    totals: { messages: messagesIn(rows), cache_hit_rate: cacheHitRateOf(rows), ...servedBy(rows) },
    points: groupBy(rows, ({ date }) => date.toISOString()).map((some) => ({
      at: some[0]?.date ?? from,
      messages: messagesIn(some),
      ...servedBy(some),
    })),
    by_provider: groupBy(ofProviders(rows), (row) => `${row.provider} ${row.model}`).map((some) => ({
      provider: some[0]?.provider ?? 'unknown',
      model: some[0]?.model ?? 'unknown',
      ...servedBy(some),
    })),
    by_worker: groupBy(workers, ({ worker_id = '' }) => worker_id).map((some) => ({
      worker_id: some[0]?.worker_id ?? '',
      ...servedBy(some),
    })),
    lag_seconds,
  };
};

/** The last five minutes, the one that runs included. */
export const getLiveWindow = async (ctx: Context): Promise<LiveWindow> => {
  const at = ctx.now();
  const from = startOf('minute', new Date(at.getTime() - (LIVE_MINUTES - 1) * MINUTE_MS));
  const [rows, lag_seconds] = await Promise.all([
    readRows(ctx, 'global', 'minute', { from, to: new Date(at.getTime() + MINUTE_MS) }),
    getAnalyticsLag(ctx),
  ]);
  return { from, at, messages: messagesIn(rows), ...tokensIn(rows), ...servedBy(rows), lag_seconds };
};
