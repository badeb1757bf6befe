'use client';

import type { TokenUsageReport } from '@message-service/shared/analytics';
import { type ChartData, ChartPanel } from '@/ui/chart/chart-panel';
import { limitSeries } from '@/ui/chart/series';
import { formatCompact, formatMoney, shortenId } from '@/ui/format';
import { usePreferences } from '@/ui/preferences';
import type { AnalyticsView } from './analytics-view';
import { bucketsOf, endOf } from './buckets';
import type { SetView } from './use-analytics-view';

type Props = { report: TokenUsageReport | undefined; view: AnalyticsView; set: SetView };

/** Day by day, apart for the largest groups. */
export const UsageChart = ({ report, view, set }: Props) => {
  const { locale, t } = usePreferences();
  const { measure, by } = view;
  const buckets = report ? bucketsOf(report.from, report.to, 'day') : [];
  const nameOf = (key: string) => {
    if (key === 'all') return t(`tokens.measure.${measure}`);
    if (key === 'other') return t('chart.other');
    return by === 'user' || by === 'conversation' ? shortenId(key) : key;
  };
  const dataOf = (series: NonNullable<TokenUsageReport['series']>): ChartData => {
    const days = new Map(buckets.map((at, index) => [at.toISOString().slice(0, 10), index]));
    const rows = new Map<string, number[]>();
    for (const point of series) {
      const values = rows.get(point.key) ?? buckets.map(() => 0);
      const index = days.get(point.day);
      if (index !== undefined) values[index] = point[measure];
      rows.set(point.key, values);
    }
    const all = [...rows].map(([key, values]) => ({ key, label: nameOf(key), values }));
    return { buckets, step: 'day', series: limitSeries(all, t('chart.other')) };
  };
  const at = (index: number) => buckets[index] ?? new Date();
  return (
    <ChartPanel
      title={t('tokens.chart', {
        measure: t(`tokens.measure.${measure}`),
        by: t(`tokens.by.${by}`).toLocaleLowerCase(locale),
      })}
      note={
        report && report.lag_seconds >= 1 ? t('analytics.lag', { seconds: Math.round(report.lag_seconds) }) : undefined
      }
      kind="bars"
      fine={measure === 'total_cost'}
      data={report ? dataOf(report.series ?? []) : undefined}
      format={(value) => (measure === 'total_cost' ? formatMoney(locale, value) : formatCompact(locale, value))}
      emptyTitle={t('tokens.none')}
      emptyHint={t('tokens.none_hint')}
      onOpen={(index) => set({ at: at(index).toISOString() })}
      onZoom={({ first, last }) =>
        set({ from: at(first).toISOString(), to: endOf(at(last), 'day').toISOString(), at: null })
      }
    />
  );
};
