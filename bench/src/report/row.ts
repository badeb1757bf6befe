import { bootstrapMedian, type Interval } from '../statistics/bootstrap-median.ts';
import { type Bound, meets } from '../statistics/bound.ts';
import type { FigureName, Figures } from '../statistics/figures.ts';
import { median } from '../statistics/median.ts';
import { ratioOfRounds } from '../statistics/ratio.ts';

export type Unit = 'µs' | '/s' | 'ms' | '';
export type Row = {
  workload: number;
  what: string;
  figure: string;
  unit: Unit;
  ours: number | null;
  floor: number | null;
  /** What `bound` is held against: the ratio of ours to the floor, or ours by itself. */
  judges: 'ratio' | 'ours';
  judged: Interval | null;
  bound: Bound | null;
  /** `none` for a figure that nothing is demanded of. */
  verdict: 'met' | 'missed' | 'none';
};
/** What a workload hands over for the table and the file. */
export type Report = {
  workload: number;
  rows: Row[];
  notes: string[];
  mismatches: string[];
  slots: unknown[];
};

const FIGURES: Record<FigureName, { figure: string; unit: Unit }> = {
  cpuPerOperation: { figure: 'CPU per operation', unit: 'µs' },
  storeCpuPerOperation: { figure: "stores' CPU per operation", unit: 'µs' },
  rate: { figure: 'operations a second', unit: '/s' },
  p50: { figure: 'p50', unit: 'ms' },
  p99: { figure: 'p99', unit: 'ms' },
};
export const ALL_FIGURES: readonly FigureName[] = ['cpuPerOperation', 'rate', 'p50', 'p99', 'storeCpuPerOperation'];

const middle = (values: readonly (number | null)[]): number | null => {
  const known = values.flatMap((value) => value ?? []);
  return known.length === values.length ? median(known) : null;
};

const judge = (bound: Bound | null, judged: Interval | null): Row['verdict'] => {
  if (bound === null || judged === null) return 'none';
  return meets(bound, judged) ? 'met' : 'missed';
};

type Sides = { workload: number; what: string; rounds: readonly { ours: Figures; floor: Figures }[] };

/** Rows that compare two targets of the same rounds, figure by figure, each held against its bound if it has one. */
export const compareRows = (
  { workload, what, rounds }: Sides,
  bounds: Partial<Record<FigureName, Bound>>,
  figures: readonly FigureName[] = ALL_FIGURES,
): Row[] =>
  figures.map((name) => {
    const values = rounds.map((round) => ({ ours: round.ours[name], floor: round.floor[name] }));
    const judged = ratioOfRounds(values);
    const bound = bounds[name] ?? null;
    return {
      workload,
      what,
      ...FIGURES[name],
      ours: middle(values.map(({ ours }) => ours)),
      floor: middle(values.map(({ floor }) => floor)),
      judges: 'ratio',
      judged,
      bound,
      verdict: judge(bound, judged),
    };
  });

/** A row for a figure that is held against its bound by itself. `values` has one value a round. */
export const absoluteRow = (
  about: Pick<Row, 'workload' | 'what' | 'figure' | 'unit'>,
  values: readonly number[],
  bound: Bound | null,
): Row => {
  const judged = bootstrapMedian(values);
  return { ...about, ours: judged.median, floor: null, judges: 'ours', judged, bound, verdict: judge(bound, judged) };
};
