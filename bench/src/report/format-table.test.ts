import { expect, test } from 'vitest';
import { formatTable } from './format-table.ts';
import { absoluteRow, compareRows, type Report } from './row.ts';

const figures = (cpuPerOperation: number, rate: number) => ({
  operations: 100,
  cpuPerOperation,
  storeCpuPerOperation: null,
  rate,
  p50: 2,
  p99: 4,
});
const reportOf = (rows: Report['rows']): Report => ({ workload: 1, rows, notes: [], mismatches: [], slots: [] });

test('each figure is judged by the worse end of its own interval', () => {
  const rounds = [1.5, 1.7, 1.9].map((factor) => ({ ours: figures(factor * 100, 90), floor: figures(100, 100) }));
  const rows = compareRows(
    { workload: 1, what: 'accept', rounds },
    { cpuPerOperation: { most: 1.8 }, rate: { least: 0.85 } },
    ['cpuPerOperation', 'rate', 'p50'],
  );
  expect(rows.map(({ figure, verdict }) => [figure, verdict])).toEqual([
    ['CPU per operation', 'missed'],
    ['operations a second', 'met'],
    ['p50', 'none'],
  ]);
  expect(rows[0]).toMatchObject({ ours: 170, floor: 100, judged: { median: 1.7, low: 1.5, high: 1.9 } });
});

test('what is not known is neither met nor missed', () => {
  const rounds = [{ ours: figures(1, 1), floor: figures(1, 1) }];
  const [row] = compareRows({ workload: 1, what: 'accept', rounds }, { storeCpuPerOperation: { most: 2 } }, [
    'storeCpuPerOperation',
  ]);
  expect(row).toMatchObject({ ours: null, judged: null, verdict: 'none' });
});

test('the table says what was measured once, and of each figure both sides, ratio, interval, target and verdict', () => {
  const rounds = [1.5, 1.7].map((factor) => ({ ours: figures(factor * 100, 90), floor: figures(100, 100) }));
  const rows = [
    ...compareRows({ workload: 1, what: 'accept', rounds }, { cpuPerOperation: { most: 1.8 } }, [
      'cpuPerOperation',
      'rate',
    ]),
    absoluteRow({ workload: 1, what: 'idle', figure: 'p50 by itself', unit: 'ms' }, [12, 18], { most: 15 }),
  ];
  expect(formatTable([reportOf(rows)]).split('\n')).toEqual([
    '#  figure                 ours   floor   ratio         95 %   target  verdict',
    '',
    '1  accept',
    '   CPU per operation    160 µs  100 µs  1.60 ×  1.50 – 1.70  ≤ 1.8 ×      met',
    '   operations a second    90/s   100/s  0.90 ×            –        –        –',
    '',
    '1  idle',
    '   p50 by itself         15 ms       –       –      12 – 18  ≤ 15 ms   missed',
  ]);
});
