/** Spans of time that are added up, all beginning in UTC. */
export const Period = {
  minute: { name: 'minute', keepDays: 2 },
  hour: { name: 'hour', keepDays: 45 },
  day: { name: 'daily_summary', keepDays: 184 },
  week: { name: 'weekly_summary', keepDays: 731 },
  month: { name: 'monthly_summary', keepDays: 731 },
} as const;
export type Period = keyof typeof Period;

const DAY_MS = 86_400_000;

/** The beginning of the period that a time lies in. Weeks begin on Monday. */
export const startOf = (period: Period, time: Date): Date => {
  const start = new Date(time);
  if (period === 'minute') start.setUTCSeconds(0, 0);
  else if (period === 'hour') start.setUTCMinutes(0, 0, 0);
  else start.setUTCHours(0, 0, 0, 0);
  if (period === 'week') start.setUTCDate(start.getUTCDate() - ((start.getUTCDay() + 6) % 7));
  if (period === 'month') start.setUTCDate(1);
  return start;
};

/** When the figures of a period are dropped. */
export const expiryOf = (period: Period, start: Date): Date =>
  new Date(start.getTime() + Period[period].keepDays * DAY_MS);
