import type { Locale } from '@/i18n/locale';
import { formatTime } from '../format';

export type Step = 'minute' | 'hour' | 'day' | 'week' | 'month';

const NICE_GAPS = [1, 2, 3, 4, 6, 7, 12, 14, 24, 30];

/** The positions that get a label, counted from the newest: at most `most`, evenly apart. */
export const labelledIndexes = (count: number, most: number): number[] => {
  const rough = count / Math.max(1, most);
  const gap = NICE_GAPS.find((candidate) => candidate >= rough) ?? Math.ceil(rough);
  return Array.from({ length: count }, (_, index) => index).filter((index) => (count - 1 - index) % gap === 0);
};

const dayOf = (locale: Locale, timeZone: string, at: Date) =>
  new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone }).format(at);

/** Roll-ups of days begin at midnight UTC, wherever their reader is. */
const zoneOf = (step: Step, timeZone: string) => (step === 'minute' || step === 'hour' ? timeZone : 'UTC');

/** A bucket as the axis names it: a clock time, or its day, or its month. */
export const formatBucket = (locale: Locale, timeZone: string, at: Date, step: Step): string => {
  if (step === 'minute' || step === 'hour') return formatTime(locale, timeZone, at);
  if (step === 'month') {
    return new Intl.DateTimeFormat(locale, { month: 'short', year: '2-digit', timeZone: 'UTC' }).format(at);
  }
  return dayOf(locale, 'UTC', at);
};

/** The whole of a bucket, for a reader who points at it. */
export const formatBucketFull = (locale: Locale, timeZone: string, at: Date, step: Step): string => {
  const date = new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: zoneOf(step, timeZone),
  }).format(at);
  return step === 'minute' || step === 'hour' ? `${date}, ${formatTime(locale, timeZone, at)}` : date;
};
