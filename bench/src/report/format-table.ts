import type { Interval } from '../statistics/bootstrap-median.ts';
import type { Bound } from '../statistics/bound.ts';
import type { Report, Row } from './row.ts';

const HEAD = ['#', 'figure', 'ours', 'floor', 'ratio', '95 %', 'target', 'verdict'];

const short = (value: number): string => {
  if (Number.isInteger(value) && Math.abs(value) < 1_000_000) return String(value);
  if (Math.abs(value) >= 100) return value.toFixed(0);
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
};

const withUnit = (value: number | null, unit: Row['unit']): string => {
  if (value === null || Number.isNaN(value)) return '–';
  return unit === '/s' ? `${short(value)}/s` : `${short(value)} ${unit}`.trim();
};

const formatBound = (bound: Bound | null, unit: string): string => {
  if (bound === null) return '–';
  if ('most' in bound) return `≤ ${bound.most}${unit}`;
  if ('least' in bound) return `≥ ${bound.least}${unit}`;
  return 'exactly' in bound ? `= ${bound.exactly}` : `${bound.from} – ${bound.to}${unit}`;
};

const formatInterval = ({ low, high }: Interval): string => `${short(low)} – ${short(high)}`;

const cellsOf = (row: Row): string[] => {
  const isRatio = row.judges === 'ratio';
  const unit = isRatio ? ' ×' : row.unit && ` ${row.unit}`;
  return [
    String(row.workload),
    row.figure,
    withUnit(row.ours, row.unit),
    withUnit(row.floor, row.unit),
    isRatio && row.judged ? `${short(row.judged.median)} ×` : '–',
    row.judged && row.judged.low !== row.judged.high ? formatInterval(row.judged) : '–',
    formatBound(row.bound, unit),
    row.verdict === 'none' ? '–' : row.verdict,
  ];
};

/** The table of a run: a heading per thing measured, below it a line per figure. */
export const formatTable = (reports: readonly Report[]): string => {
  const rows = reports.flatMap((report) => report.rows);
  const cells = rows.map(cellsOf);
  const widths = HEAD.map((head, i) => Math.max(head.length, ...cells.map((row) => row[i]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => (i <= 1 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  const lines = [line(HEAD)];
  for (const [i, row] of rows.entries()) {
    if (row.what !== rows[i - 1]?.what) lines.push('', `${row.workload}  ${row.what}`);
    lines.push(line(['', ...(cells[i] ?? []).slice(1)]));
  }
  return lines.join('\n');
};
