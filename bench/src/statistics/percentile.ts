/** The smallest value that at least this share of the values do not exceed (nearest rank). `sorted` must be ascending. */
export const percentile = (sorted: ArrayLike<number>, share: number): number => {
  if (sorted.length === 0) return Number.NaN;
  const rank = Math.ceil(share * sorted.length);
  return sorted[Math.min(sorted.length, Math.max(1, rank)) - 1] ?? Number.NaN;
};
