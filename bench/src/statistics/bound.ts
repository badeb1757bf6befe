import type { Interval } from './bootstrap-median.ts';

/** What a figure has to be. */
export type Bound = { most: number } | { least: number } | { from: number; to: number } | { exactly: number };

/** Whether the worse end of the interval is within the bound. */
export const meets = (bound: Bound, { low, high }: Interval): boolean => {
  if ('most' in bound) return high <= bound.most;
  if ('least' in bound) return low >= bound.least;
  if ('exactly' in bound) return low === bound.exactly && high === bound.exactly;
  return low >= bound.from && high <= bound.to;
};
