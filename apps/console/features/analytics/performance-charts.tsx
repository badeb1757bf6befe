'use client';

import type { Performance, PerformancePoint } from '@message-service/shared/analytics';
import { type ChartData, ChartPanel } from '@/ui/chart/chart-panel';
import type { Series } from '@/ui/chart/series';
import { formatCompact, formatDuration } from '@/ui/format';
import { usePreferences } from '@/ui/preferences';
import { bucketsOf, endOf } from './buckets';
import type { SetView } from './use-analytics-view';

type Value = (point: PerformancePoint) => number | null;

/** Three charts over the same time: how long answers took, where the time went, how many there were. */
export const PerformanceCharts = ({ data, set }: { data: Performance | undefined; set: SetView }) => {
  const { locale, t } = usePreferences();
  const buckets = data ? bucketsOf(data.from, data.to, data.interval) : [];
  const points = new Map(data?.points.map((point) => [point.at.getTime(), point]));
  const chartOf = (
    series: readonly [key: string, label: string, value: Value][],
    empty: number | null,
  ): ChartData | undefined =>
    data && {
      buckets,
      step: data.interval,
      series: series.map(([key, label, value]): Series => {
        const valueAt = (at: Date) => {
          const point = points.get(at.getTime());
          return point ? value(point) : empty;
        };
        return { key, label, values: buckets.map(valueAt) };
      }),
    };
  const at = (index: number) => buckets[index] ?? new Date();
  const shared = {
    emptyTitle: t('performance.none'),
    emptyHint: t('performance.none_hint'),
    onOpen: (index: number) => set({ at: at(index).toISOString() }),
    onZoom: ({ first, last }: { first: number; last: number }) =>
      set({
        from: at(first).toISOString(),
        to: endOf(at(last), data?.interval ?? 'hour').toISOString(),
        at: null,
      }),
  };
  const duration = (value: number) => formatDuration(locale, value);
  const lag = data && data.lag_seconds >= 1 ? t('analytics.lag', { seconds: Math.round(data.lag_seconds) }) : undefined;
  return (
    <>
      <ChartPanel
        title={t('performance.latency')}
        note={lag}
        kind="lines"
        data={chartOf(
          [
            ['p50', 'p50', ({ total }) => total.p50],
            ['p95', 'p95', ({ total }) => total.p95],
            ['p99', 'p99', ({ total }) => total.p99],
          ],
          null,
        )}
        format={duration}
        {...shared}
      />
      <div className="grid grid-cols-1 gap-4 lg:grid-cols-2">
        <ChartPanel
          title={t('performance.stages')}
          kind="lines"
          data={chartOf(
            [
              ['queue', t('performance.queue'), ({ queue }) => queue.p95],
              ['first_token', t('performance.first_token'), ({ first_token }) => first_token.p95],
              ['llm', t('performance.llm'), ({ llm }) => llm.p95],
            ],
            null,
          )}
          format={duration}
          {...shared}
        />
        <ChartPanel
          title={t('performance.throughput')}
          kind="bars"
          data={chartOf(
            [
              ['replies', t('performance.replies'), ({ replies }) => replies],
              ['failed', t('performance.failed'), ({ failed }) => failed],
            ],
            0,
          )}
          format={(value) => formatCompact(locale, value)}
          {...shared}
        />
      </div>
    </>
  );
};
