'use client';

import type { MessageTimeline, TimelineAttempt } from '@message-service/shared/queues';
import { cn } from '@/ui/cn';
import { formatDuration, formatInstant } from '@/ui/format';
import { usePreferences } from '@/ui/preferences';
import { ScrollRegion } from '@/ui/scroll-region';

const tones: Record<TimelineAttempt['outcome'], string> = {
  completed: 'text-ok',
  failed: 'text-danger',
  lost: 'text-danger',
  later: 'text-warn',
  cancelled: 'text-warn',
  stopped: 'text-warn',
  handed_over: 'text-muted',
  retried: 'text-info',
  running: 'text-info',
};

const COLUMNS = ['attempt', 'outcome', 'began', 'took', 'worker'] as const;

/** Who held the message, one row each, and what became of it. */
export const TimelineAttempts = ({ timeline }: { timeline: MessageTimeline }) => {
  const { locale, t, timeZone } = usePreferences();
  return (
    <ScrollRegion label={t('timeline.attempts')} className="overflow-x-auto border-t">
      <table className="w-full text-left">
        <thead className="text-xs text-muted">
          <tr className="h-8">
            {COLUMNS.map((name) => (
              <th key={name} scope="col" className="px-4 font-normal whitespace-nowrap">
                {t(`timeline.column.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {timeline.attempts.map(({ epoch, worker, started_at, duration_ms, outcome, error_code, error_message }) => (
            <tr key={epoch} className="h-9 border-t">
              <td className="px-4">{epoch}</td>
              <td className="min-w-48 px-4">
                <span className={cn('whitespace-nowrap', tones[outcome])}>{t(`timeline.outcome.${outcome}`)}</span>
                {error_code && (
                  <code
                    className="block font-mono text-xs text-muted sm:ml-2 sm:inline"
                    title={error_message ?? undefined}
                  >
                    {error_code}
                  </code>
                )}
              </td>
              <td className="px-4 whitespace-nowrap">
                <time dateTime={started_at.toISOString()} title={formatInstant(locale, timeZone, started_at)}>
                  +{formatDuration(locale, started_at.getTime() - timeline.accepted_at.getTime())}
                </time>
              </td>
              <td className="px-4 whitespace-nowrap">
                {duration_ms === null || outcome === 'retried' || outcome === 'cancelled'
                  ? '–'
                  : formatDuration(locale, duration_ms)}
              </td>
              <td className="px-4 font-mono text-xs whitespace-nowrap">{worker ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
};
