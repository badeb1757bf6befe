const LENGTHS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;
export type Interval = keyof typeof LENGTHS;

/** Every interval of a range, whether or not anything happened in it. */
export const bucketsOf = (from: Date, to: Date, interval: Interval): Date[] => {
  const length = LENGTHS[interval];
  const count = Math.ceil((to.getTime() - from.getTime()) / length);
  return Array.from({ length: count }, (_, index) => new Date(from.getTime() + index * length));
};

/** When an interval is over. */
export const endOf = (at: Date, interval: Interval): Date => new Date(at.getTime() + LENGTHS[interval]);
