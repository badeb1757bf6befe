'use client';

import { formatCompact, formatExact } from './format';
import { usePreferences } from './preferences';

/** A compact number, exact on hover. */
export const Count = ({ value, className }: { value: number; className?: string }) => {
  const { locale } = usePreferences();
  return (
    <span title={formatExact(locale, value)} className={className}>
      {formatCompact(locale, value)}
    </span>
  );
};
