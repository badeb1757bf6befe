import type { CoreContext } from '../context.ts';
import { type MessageAnalyticsDoc, messageAnalytics } from './message-analytics.ts';
import { startOf } from './periods.ts';
import { messagesIn, servedBy, tokensIn } from './served.ts';

const HOUR_MS = 3_600_000;
const HOURS = 24;

/** Messages received and replies given, what failed, and how long whole answers took, in milliseconds. */
export type DayFigures = {
  received: number;
  replies: number;
  failed: number;
  error_rate: number | null;
  p50_ms: number | null;
  p95_ms: number | null;
};

export type LastDay = {
  now: DayFigures;
  /** Of the 24 hours before these. */
  before: DayFigures;
  /** Oldest first, 24 of them, the hour that runs included. */
  hours: { hour: Date; count: number }[];
  /** US dollars, since midnight UTC and on the day before. */
  cost_today: number;
  cost_yesterday: number;
};

type Row = Pick<MessageAnalyticsDoc, 'date' | 'message_metrics' | 'token_metrics' | 'performance_metrics'>;

const figuresOf = (rows: readonly Row[]): DayFigures => {
  const { replies, failed, error_rate, total } = servedBy(rows);
  return { received: messagesIn(rows), replies, failed, error_rate, p50_ms: total.p50, p95_ms: total.p95 };
};

/** The last 24 hours and the 24 before, from the summaries of hours: its cost does not depend on the number of messages. */
export const getLastDay = async (ctx: Pick<CoreContext, 'db' | 'now'>): Promise<LastDay> => {
  const current = startOf('hour', ctx.now()).getTime();
  const first = current - (HOURS - 1) * HOUR_MS;
  const rows = await messageAnalytics(ctx)
    .find(
      {
        scope: 'global',
        aggregation_type: 'hour',
        date: { $gte: new Date(first - HOURS * HOUR_MS), $lt: new Date(current + HOUR_MS) },
      },
      {
        projection: {
          date: 1,
          'message_metrics.user_messages': 1,
          'token_metrics.replies': 1,
          'token_metrics.cost_nanos': 1,
          'performance_metrics.failed': 1,
          'performance_metrics.total': 1,
        },
      },
    )
    .toArray();
  const between = (from: number, to: number) =>
    rows.filter(({ date }) => date.getTime() >= from && date.getTime() < to);
  const today = startOf('day', ctx.now()).getTime();
  return {
    now: figuresOf(between(first, current + HOUR_MS)),
    before: figuresOf(between(0, first)),
    hours: Array.from({ length: HOURS }, (_, index) => {
      const hour = first + index * HOUR_MS;
      return { hour: new Date(hour), count: messagesIn(between(hour, hour + HOUR_MS)) };
    }),
    cost_today: tokensIn(between(today, current + HOUR_MS)).total_cost,
    cost_yesterday: tokensIn(between(today - HOURS * HOUR_MS, today)).total_cost,
  };
};
