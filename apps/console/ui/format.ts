import type { Locale } from '../i18n/locale.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const makers = {
  exact: (locale: Locale) => new Intl.NumberFormat(locale),
  compact: (locale: Locale) => new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 }),
  money: (locale: Locale) =>
    new Intl.NumberFormat(locale, { style: 'currency', currency: 'USD', maximumSignificantDigits: 4 }),
};
type Made = { [Kind in keyof typeof makers]: ReturnType<(typeof makers)[Kind]> };

const made = new Map<Locale, Made>();
const formats = (locale: Locale): Made => {
  const known = made.get(locale);
  if (known) return known;
  const fresh = {
    exact: makers.exact(locale),
    compact: makers.compact(locale),
    money: makers.money(locale),
  };
  made.set(locale, fresh);
  return fresh;
};

export const formatExact = (locale: Locale, value: number) => formats(locale).exact.format(value);

/** 999 stays as it is, 12,400 becomes 12.4K. */
export const formatCompact = (locale: Locale, value: number) =>
  Math.abs(value) < 10_000 ? formats(locale).exact.format(value) : formats(locale).compact.format(value);

/** US dollars with four significant digits. */
export const formatMoney = (locale: Locale, value: number) => formats(locale).money.format(value);

const units = {
  en: { second: 's', minute: 'min', hour: 'h', day: 'd', month: 'mo', year: 'y' },
  es: { second: 's', minute: 'min', hour: 'h', day: 'd', month: 'meses', year: 'a' },
} as const;

/** How far `at` is from now in its largest unit, or `null` below ten seconds, which the caller calls "now". */
export const formatDistance = (locale: Locale, at: Date, nowMs: number): string | null => {
  const size = Math.abs(at.getTime() - nowMs);
  const unit = units[locale];
  if (size < 10 * SECOND) return null;
  if (size < MINUTE) return `${Math.trunc(size / (10 * SECOND)) * 10} ${unit.second}`;
  if (size < HOUR) return `${Math.trunc(size / MINUTE)} ${unit.minute}`;
  if (size < DAY) return `${Math.trunc(size / HOUR)} ${unit.hour}`;
  if (size < 60 * DAY) return `${Math.trunc(size / DAY)} ${unit.day}`;
  if (size < 365 * DAY) return `${Math.trunc(size / (30 * DAY))} ${unit.month}`;
  return `${Math.trunc(size / (365 * DAY))} ${unit.year}`;
};

/** Two units at most: 850 ms, 4.2 s, 3 min 5 s, 2 h 10 min, 5 d 3 h. */
export const formatDuration = (locale: Locale, ms: number): string => {
  if (ms < SECOND) return `${formatExact(locale, Math.round(ms))} ms`;
  if (ms < 10 * SECOND) return `${formatExact(locale, Math.round(ms / 100) / 10)} s`;
  const pair = (large: number, largeUnit: string, small: number, smallUnit: string) =>
    small > 0 ? `${large} ${largeUnit} ${small} ${smallUnit}` : `${large} ${largeUnit}`;
  const seconds = Math.round(ms / SECOND);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return pair(Math.floor(seconds / 60), 'min', seconds % 60, 's');
  const minutes = Math.floor(seconds / 60);
  if (minutes < 1_440) return pair(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  return pair(Math.floor(minutes / 1_440), 'd', Math.floor(minutes / 60) % 24, 'h');
};

export const formatDateTime = (locale: Locale, timeZone: string, at: Date) =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23', timeZone }).format(at);

/** With milliseconds, where the order of events matters. */
export const formatInstant = (locale: Locale, timeZone: string, at: Date) =>
  new Intl.DateTimeFormat(locale, {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    hourCycle: 'h23',
    timeZone,
  }).format(at);

export const formatTime = (locale: Locale, timeZone: string, at: Date) =>
  new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone }).format(at);

/** `msg_0VoTqK…9fXq`: prefix and both ends, for ids too long to show. */
export const shortenId = (id: string, head = 6, tail = 4): string => {
  const start = id.indexOf('_') + 1 + head;
  return id.length <= start + tail + 1 ? id : `${id.slice(0, start)}…${id.slice(-tail)}`;
};
