import { cn } from '../cn';
import { lookOf } from './looks';
import type { Series } from './series';

/** Charts are drawn in a square of this side and stretched to the room they have. */
export const SIDE = 1_000;

export type Shown = { series: Series; look: number };

type Props = { shown: readonly Shown[]; count: number; max: number; pointed: number | null };

const BAR_SHARE = 0.76;

const yOf = (value: number, max: number) => SIDE - (value / max) * SIDE;

/** Runs of neighbouring values: a gap in the data is a gap in the line. */
const runsOf = (values: readonly (number | null)[]): [number, number][][] => {
  const runs: [number, number][][] = [];
  let last = -2;
  for (const [index, value] of values.entries()) {
    if (value === null) continue;
    if (index !== last + 1) runs.push([]);
    runs.at(-1)?.push([index, value]);
    last = index;
  }
  return runs;
};

const pointOf = ([index, value]: readonly [number, number], count: number, max: number) =>
  `${((index + 0.5) / count) * SIDE} ${yOf(value, max)}`;

export const pathOf = (values: readonly (number | null)[], count: number, max: number): string =>
  runsOf(values)
    .filter((run) => run.length > 1)
    .map((run) => `M${run.map((point) => pointOf(point, count, max)).join('L')}`)
    .join('');

/** Values between two gaps: lines of no length, which round ends make dots. */
export const dotsOf = (values: readonly (number | null)[], count: number, max: number): string =>
  runsOf(values)
    .filter((run) => run.length === 1)
    .flatMap((run) => run.map((point) => `M${pointOf(point, count, max)}h0`))
    .join('');

const Line = ({
  values,
  count,
  max,
  className,
  dash,
}: {
  values: readonly (number | null)[];
  count: number;
  max: number;
  className: string;
  dash?: string | undefined;
}) => (
  <g fill="none" strokeLinecap="round" strokeLinejoin="round" className={className}>
    <path d={pathOf(values, count, max)} strokeWidth="1.75" strokeDasharray={dash} vectorEffect="non-scaling-stroke" />
    <path d={dotsOf(values, count, max)} strokeWidth="5" vectorEffect="non-scaling-stroke" />
  </g>
);

export const Lines = ({ shown, count, max }: Props) => (
  <>
    {shown.map(
      ({ series, look }) =>
        series.previous && (
          <Line
            key={`${series.key} before`}
            values={series.previous}
            count={count}
            max={max}
            className={cn(lookOf(look).stroke, 'opacity-35')}
          />
        ),
    )}
    {shown.map(({ series, look }) => (
      <Line
        key={series.key}
        values={series.values}
        count={count}
        max={max}
        className={lookOf(look).stroke}
        dash={lookOf(look).dash}
      />
    ))}
  </>
);

/** Sums of all shown series of the period before, as one faint line over the bars. */
const previousTotals = (shown: readonly Shown[], count: number): (number | null)[] =>
  Array.from({ length: count }, (_, index) => {
    const known = shown.flatMap(({ series }) => series.previous?.[index] ?? []);
    return known.length > 0 ? known.reduce((sum, value) => sum + value, 0) : null;
  });

const stackOf = (shown: readonly Shown[], index: number, max: number) => {
  let below = 0;
  return shown.flatMap(({ series, look }) => {
    const value = series.values[index] ?? 0;
    if (value <= 0) return [];
    below += value;
    return [{ key: series.key, look, y: yOf(below, max), height: (value / max) * SIDE }];
  });
};

export const Bars = ({ shown, count, max, pointed }: Props) => (
  <>
    {Array.from({ length: count }, (_, index) => index).map((index) => (
      <g key={index} className={cn(pointed !== null && pointed !== index && 'opacity-50')}>
        {stackOf(shown, index, max).map(({ key, look, y, height }) => (
          <rect
            key={key}
            x={((index + (1 - BAR_SHARE) / 2) / count) * SIDE}
            width={(BAR_SHARE / count) * SIDE}
            y={y}
            height={height}
            className={lookOf(look).fill}
          />
        ))}
      </g>
    ))}
    <Line values={previousTotals(shown, count)} count={count} max={max} className="stroke-muted" dash="3 3" />
  </>
);
