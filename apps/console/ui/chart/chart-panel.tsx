'use client';

import { ChartColumn, Download, Image, Table } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { IconButton } from '../button';
import { Failure } from '../failure';
import { fineScale, niceScale } from '../nice-scale';
import { Empty, Panel } from '../panel';
import { usePreferences } from '../preferences';
import { useCrosshair } from './crosshair';
import { DataTable } from './data-table';
import { download } from './download';
import { Legend } from './legend';
import { Plot, type Range } from './plot';
import { type ChartKind, isEmptyChart, peakOf, type Series, totalOf } from './series';
import type { Shown } from './shapes';
import { formatBucket, formatBucketFull, labelledIndexes, type Step } from './time-axis';
import { toCsv } from './to-csv';
import { toSvg } from './to-svg';

const PICTURE_LABELS = 12;

export type ChartData = { buckets: readonly Date[]; step: Step; series: readonly Series[] };

type Props = {
  title: string;
  note?: ReactNode;
  kind: ChartKind;
  /** Undefined while it loads. */
  data: ChartData | undefined;
  error?: unknown;
  onRetry?: () => void;
  /** Whether values can be fractions. */
  fine?: boolean;
  /** A value with its unit, short enough for an axis. */
  format: (value: number) => string;
  emptyTitle: string;
  emptyHint?: string;
  onOpen?: (index: number) => void;
  onZoom?: (range: Range) => void;
  className?: string;
};

const Skeleton = () => (
  <div className="h-72 px-4 pt-3" aria-hidden>
    <div className="skeleton h-6 w-1/2" />
    <div className="skeleton mt-4 h-48 w-full" />
  </div>
);

const fileName = (title: string) => title.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '-');

/** A chart with its legend, its table, and its data and picture to take along. */
export const ChartPanel = ({ title, note, data, error, onRetry, className, ...rest }: Props) => {
  const { t } = usePreferences();
  const [asTable, setAsTable] = useState(false);
  const isEmpty = data !== undefined && isEmptyChart(data.series);
  const Icon = asTable ? ChartColumn : Table;
  return (
    <Panel
      title={title}
      note={note}
      className={className ?? ''}
      actions={
        data && !isEmpty ? (
          <>
            <Saving title={title} data={data} {...rest} />
            <IconButton
              label={t(asTable ? 'action.show_chart' : 'action.show_table')}
              aria-pressed={asTable}
              onClick={() => setAsTable(!asTable)}
            >
              <Icon className="size-4" aria-hidden />
            </IconButton>
          </>
        ) : undefined
      }
    >
      {data ? (
        isEmpty ? (
          <div className="flex h-72">
            <Empty title={rest.emptyTitle} {...(rest.emptyHint ? { hint: rest.emptyHint } : {})} />
          </div>
        ) : asTable ? (
          <DataTable title={title} format={rest.format} {...data} />
        ) : (
          <Chart title={title} data={data} {...rest} />
        )
      ) : error ? (
        <Failure error={error} {...(onRetry ? { onRetry } : {})} />
      ) : (
        <Skeleton />
      )}
    </Panel>
  );
};

type Filled = Pick<Props, 'title' | 'kind' | 'fine' | 'format' | 'onOpen' | 'onZoom'> & { data: ChartData };

const entriesOf = (series: readonly Series[]): Shown[] => series.map((entry, look) => ({ series: entry, look }));

const scaleFor = ({ kind, fine }: Pick<Props, 'kind' | 'fine'>, shown: readonly Shown[]) => {
  const peak = peakOf(
    shown.map(({ series }) => series),
    kind,
  );
  return fine ? fineScale(peak) : niceScale(peak);
};

const Chart = ({ title, data, kind, fine = false, format, onOpen, onZoom }: Filled) => {
  const { locale, t, timeZone } = usePreferences();
  const { index } = useCrosshair();
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const entries = entriesOf(data.series);
  const shown = entries.filter(({ series }) => !hidden.has(series.key));
  const bucket = index === null ? undefined : data.buckets[index];
  const toggle = (key: string) => {
    const next = new Set(hidden);
    if (!next.delete(key)) next.add(key);
    setHidden(next);
  };
  const valueFor = ({ series }: Shown) => {
    if (index !== null && bucket) {
      const value = series.values[index] ?? null;
      return value === null ? '–' : format(value);
    }
    return kind === 'bars' ? format(totalOf(series)) : '';
  };
  return (
    <div className="px-4 pt-2 pb-3">
      <p className="h-5 text-xs text-muted">
        {bucket ? formatBucketFull(locale, timeZone, bucket, data.step) : t('chart.whole_range')}
      </p>
      <Legend
        entries={entries}
        hidden={hidden}
        onToggle={toggle}
        valueFor={valueFor}
        label={t('chart.legend', { title })}
      />
      <div className="mt-3">
        <Plot
          kind={kind}
          buckets={data.buckets}
          step={data.step}
          shown={shown}
          scale={scaleFor({ kind, fine }, shown)}
          format={format}
          label={t(onZoom ? 'chart.label_zoom' : 'chart.label', { title })}
          onOpen={onOpen}
          onZoom={onZoom}
        />
      </div>
    </div>
  );
};

const Saving = ({ title, data, kind, fine = false, format }: Filled) => {
  const { locale, t, timeZone } = usePreferences();
  const saveData = () => {
    const rows = data.buckets.map((at, index) => [
      at.toISOString(),
      ...data.series.map(({ values }) => values[index] ?? null),
    ]);
    const csv = toCsv(['time', ...data.series.map(({ label }) => label)], rows);
    download(`${fileName(title)}.csv`, 'text/csv', csv);
  };
  const savePicture = () => {
    const shown = entriesOf(data.series);
    const labelled = new Set(labelledIndexes(data.buckets.length, PICTURE_LABELS));
    const labels = data.buckets.map((at, index) =>
      labelled.has(index) ? formatBucket(locale, timeZone, at, data.step) : '',
    );
    const svg = toSvg({ title, kind, shown, scale: scaleFor({ kind, fine }, shown), format, labels });
    download(`${fileName(title)}.svg`, 'image/svg+xml', svg);
  };
  return (
    <>
      <IconButton label={t('chart.save_data')} onClick={saveData}>
        <Download className="size-4" aria-hidden />
      </IconButton>
      <IconButton label={t('chart.save_picture')} onClick={savePicture}>
        <Image className="size-4" aria-hidden />
      </IconButton>
    </>
  );
};
