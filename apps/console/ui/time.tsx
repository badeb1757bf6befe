'use client';

import { formatDateTime, formatDistance, formatInstant, formatTime } from './format';
import { useNow, usePreferences } from './preferences';

/** "3 min ago", with the exact time in the reader's zone on hover and for assistive technology. */
export const RelativeTime = ({ at, className }: { at: Date; className?: string }) => {
  const { locale, t, timeZone } = usePreferences();
  const now = useNow();
  const distance = formatDistance(locale, at, now);
  const text =
    distance === null ? t('time.now') : t(at.getTime() > now ? 'time.ahead' : 'time.ago', { time: distance });
  return (
    <time dateTime={at.toISOString()} title={formatDateTime(locale, timeZone, at)} className={className}>
      {text}
    </time>
  );
};

export const ClockTime = ({ at, className }: { at: Date; className?: string }) => {
  const { locale, timeZone } = usePreferences();
  return (
    <time dateTime={at.toISOString()} title={formatDateTime(locale, timeZone, at)} className={className}>
      {formatTime(locale, timeZone, at)}
    </time>
  );
};

export const ExactTime = ({ at, className }: { at: Date; className?: string }) => {
  const { locale, timeZone } = usePreferences();
  return (
    <time dateTime={at.toISOString()} title={at.toISOString()} className={className}>
      {formatInstant(locale, timeZone, at)}
    </time>
  );
};
