import type { Latency, LiveWindow } from '@message-service/shared/analytics';
import type { MessageAnalyticsDoc, Times } from './message-analytics.ts';
import { mergeBuckets, quantilesOf } from './sketch.ts';

type Row = Pick<MessageAnalyticsDoc, 'performance_metrics' | 'token_metrics' | 'message_metrics'>;

const sum = (numbers: readonly (number | undefined)[]) => numbers.reduce<number>((total, one) => total + (one ?? 0), 0);

const latencyOf = (all: readonly (Times | undefined)[]): Latency => {
  const times = all.filter((one) => one !== undefined);
  const count = sum(times.map((one) => one.count));
  const at = quantilesOf(mergeBuckets(times.map(({ buckets }) => buckets)));
  return {
    count,
    average: count > 0 ? sum(times.map((one) => one.sum)) / count : null,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    max: count > 0 ? Math.max(...times.map(({ max = 0 }) => max)) : null,
  };
};

/** What a set of rows says of how messages were served. */
export const servedBy = (
  rows: readonly Row[],
): Pick<LiveWindow, 'replies' | 'failed' | 'error_rate' | 'total' | 'queue' | 'llm' | 'first_token'> => {
  const times = rows.flatMap(({ performance_metrics }) => performance_metrics ?? []);
  const replies = sum(rows.map(({ token_metrics }) => token_metrics?.replies));
  const failed = sum(times.map((one) => one.failed));
  return {
    replies,
    failed,
    error_rate: replies + failed > 0 ? failed / (replies + failed) : null,
    total: latencyOf(times.map((one) => one.total)),
    queue: latencyOf(times.map((one) => one.queue)),
    llm: latencyOf(times.map((one) => one.llm)),
    first_token: latencyOf(times.map((one) => one.first_token)),
  };
};

export const messagesIn = (rows: readonly Row[]): number =>
  sum(rows.map(({ message_metrics }) => message_metrics?.user_messages));

export const cacheHitRateOf = (rows: readonly Row[]): number | null => {
  const replies = sum(rows.map(({ token_metrics }) => token_metrics?.replies));
  return replies > 0 ? sum(rows.map(({ performance_metrics }) => performance_metrics?.cache_hits)) / replies : null;
};

export const tokensIn = (rows: readonly Row[]): Pick<LiveWindow, 'total_tokens' | 'total_cost' | 'most_tokens'> => ({
  total_tokens: sum(rows.map(({ token_metrics }) => token_metrics?.total_tokens)),
  total_cost: sum(rows.map(({ token_metrics }) => token_metrics?.cost_nanos)) / 1e9,
  most_tokens: Math.max(0, ...rows.map(({ token_metrics }) => token_metrics?.max_tokens_single_message ?? 0)),
});
