'use client';

import { usePreferences } from '../preferences';
import { ScrollRegion } from '../scroll-region';
import type { Series } from './series';
import { formatBucketFull, type Step } from './time-axis';

type Props = {
  title: string;
  buckets: readonly Date[];
  step: Step;
  series: readonly Series[];
  format: (value: number) => string;
};

/** The same data as the chart, newest first. */
export const DataTable = ({ title, buckets, step, series, format }: Props) => {
  const { locale, t, timeZone } = usePreferences();
  const rows = buckets.map((bucket, index) => ({ bucket, index })).toReversed();
  return (
    <ScrollRegion label={title} className="h-60 overflow-auto">
      <table className="w-full">
        <thead className="sticky top-0 bg-panel text-left text-xs text-muted">
          <tr>
            <th scope="col" className="px-4 py-1.5 font-normal">
              {t('chart.time')}
            </th>
            {series.map(({ key, label }) => (
              <th key={key} scope="col" className="px-4 py-1.5 text-right font-normal whitespace-nowrap">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ bucket, index }) => (
            <tr key={bucket.getTime()} className="h-7 border-t">
              <td className="px-4 whitespace-nowrap">{formatBucketFull(locale, timeZone, bucket, step)}</td>
              {series.map(({ key, values }) => {
                const value = values[index] ?? null;
                return (
                  <td key={key} className="px-4 text-right whitespace-nowrap">
                    {value === null ? '–' : format(value)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
};
