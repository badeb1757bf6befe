import { median } from './median.ts';
import { percentile } from './percentile.ts';
import { createRandom } from './random.ts';

/** A median and the ends of its 95 % interval. */
export type Interval = { median: number; low: number; high: number };

const RESAMPLES = 4_000;
const TAIL = 0.025;

/**
 * The median of the values, and how far it might be off: the middle 95 % of the medians of as many values drawn from
 * them at random with replacement (percentile bootstrap). One value has an interval of no width, which says nothing.
 */
export const bootstrapMedian = (values: readonly number[], seed = 1): Interval => {
  const random = createRandom(seed);
  const draw = () => values[Math.floor(random() * values.length)] ?? Number.NaN;
  const medians = Float64Array.from({ length: RESAMPLES }, () => median(values.map(draw))).sort();
  return { median: median(values), low: percentile(medians, TAIL), high: percentile(medians, 1 - TAIL) };
};
