/**
 * Percentiles from counts in buckets that grow by a constant factor (a DDSketch of unbounded range): any value comes
 * back within 1 % of itself, two sketches are merged by adding their counts, and adding counts is all that a database
 * has to do.
 */
const GAMMA = 1.02;
const LOG_GAMMA = Math.log(GAMMA);

export type Buckets = Readonly<Record<string, number>>;

/** The name of a value's bucket. Values up to 1 share the first. */
export const bucketOf = (value: number): string => `b${value <= 1 ? 0 : Math.ceil(Math.log(value) / LOG_GAMMA)}`;

const middleOf = (bucket: number) => (bucket === 0 ? 1 : (2 * GAMMA ** bucket) / (GAMMA + 1));

export const mergeBuckets = (all: readonly (Buckets | undefined)[]): Buckets => {
  const sum: Record<string, number> = {};
  for (const buckets of all)
    for (const [name, count] of Object.entries(buckets ?? {})) sum[name] = (sum[name] ?? 0) + count;
  return sum;
};

/** Gives the value below which a share (0 to 1) of all lies; null when there is nothing. */
export const quantilesOf = (buckets: Buckets): ((share: number) => number | null) => {
  const sorted = Object.entries(buckets)
    .map(([name, count]) => [Number(name.slice(1)), count] as const)
    .sort(([a], [b]) => a - b);
  const total = sorted.reduce((sum, [, count]) => sum + count, 0);
  return (share) => {
    const rank = Math.max(1, Math.ceil(share * total));
    let seen = 0;
    for (const [bucket, count] of sorted) {
      seen += count;
      if (seen >= rank) return middleOf(bucket);
    }
    return null;
  };
};
