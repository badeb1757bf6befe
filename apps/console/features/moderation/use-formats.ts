'use client';

import { formatDuration, formatExact } from '@/ui/format';
import { usePreferences } from '@/ui/preferences';

/** Figures of the desk as the reader writes them. */
export const useFormats = () => {
  const { locale } = usePreferences();
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const decimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const orNone = (value: number | null, format: (known: number) => string) => (value === null ? '–' : format(value));
  return {
    count: (value: number) => formatExact(locale, value),
    time: (seconds: number | null) => orNone(seconds, (known) => formatDuration(locale, known * 1_000)),
    share: (value: number | null) => orNone(value, (known) => percent.format(known)),
    number: (value: number | null) => orNone(value, (known) => decimal.format(known)),
  };
};
