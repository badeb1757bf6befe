import { bootstrapMedian, type Interval } from './bootstrap-median.ts';

/**
 * The median of the ratios of each round, with its interval. Both sides of a ratio come from the same round, so what
 * slows the whole machine down cancels out. Null where a round lacks one of the sides.
 */
export const ratioOfRounds = (rounds: readonly { ours: number | null; floor: number | null }[]): Interval | null => {
  const ratios = rounds.map(({ ours, floor }) => (ours ?? Number.NaN) / (floor ?? Number.NaN));
  return ratios.length === 0 || ratios.some(Number.isNaN) ? null : bootstrapMedian(ratios);
};
