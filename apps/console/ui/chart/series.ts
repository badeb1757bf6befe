/** One named row of values, one per bucket of the time axis; null where nothing was measured. */
export type Series = {
  key: string;
  label: string;
  values: readonly (number | null)[];
  /** The same buckets of the period before. */
  previous?: readonly (number | null)[];
};

export type ChartKind = 'bars' | 'lines';

/** More series than this are not told apart; the smallest become one. */
export const MOST_SERIES = 6;
export const OTHER = 'other';

const sumOf = (values: readonly (number | null)[]) => values.reduce<number>((sum, value) => sum + (value ?? 0), 0);

const addUp = (rows: readonly (readonly (number | null)[])[], length: number) =>
  Array.from({ length }, (_, index) => {
    const known = rows.flatMap((row) => row[index] ?? []);
    return known.length > 0 ? sumOf(known) : null;
  });

/** The largest series by sum, largest first, and one `other` of the rest when there are more than six. */
export const limitSeries = (series: readonly Series[], otherLabel: string): Series[] => {
  const ranked = series.toSorted((a, b) => sumOf(b.values) - sumOf(a.values) || (a.key < b.key ? -1 : 1));
  if (ranked.length <= MOST_SERIES) return ranked;
  const kept = ranked.slice(0, MOST_SERIES - 1);
  const rest = ranked.slice(MOST_SERIES - 1);
  const length = ranked[0]?.values.length ?? 0;
  const previous = rest.flatMap((row) => (row.previous ? [row.previous] : []));
  return [
    ...kept,
    {
      key: OTHER,
      label: otherLabel,
      values: addUp(
        rest.map((row) => row.values),
        length,
      ),
      ...(previous.length > 0 ? { previous: addUp(previous, length) } : {}),
    },
  ];
};

/** The highest point that a chart of these series reaches: of stacks for bars, of single values for lines. */
export const peakOf = (series: readonly Series[], kind: ChartKind): number => {
  const length = Math.max(0, ...series.map(({ values }) => values.length));
  const heights = (pick: (row: Series) => readonly (number | null)[] | undefined) =>
    Array.from({ length }, (_, index) => {
      const column = series.map((row) => pick(row)?.[index] ?? 0);
      return kind === 'bars' ? column.reduce((sum, value) => sum + value, 0) : Math.max(0, ...column);
    });
  return Math.max(0, ...heights((row) => row.values), ...heights((row) => row.previous));
};

export const totalOf = ({ values }: Series): number => sumOf(values);

export const isEmptyChart = (series: readonly Series[]) =>
  series.every(({ values }) => values.every((value) => value === null || value === 0));
