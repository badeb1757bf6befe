'use client';

import type { MessageTimeline, TimelineAttempt } from '@message-service/shared/queues';
import type { ReactNode } from 'react';
import { cn } from '@/ui/cn';
import { formatDuration } from '@/ui/format';
import { useNow, usePreferences } from '@/ui/preferences';
import { type Bar, isWork, place, type Span, ticksOf, toBars } from './timeline-scale';

const fills: Record<Bar['state'], string> = {
  done: 'fill-accent',
  running: 'fill-info',
  failed: 'fill-danger-fill',
  pending: 'fill-edge',
};
const ROW = 'grid grid-cols-[1fr_auto] gap-x-4 sm:grid-cols-[12rem_1fr_5rem]';
const TRACK = 'col-span-2 row-start-2 h-4 w-full min-w-0 sm:col-span-1 sm:col-start-2 sm:row-start-1';

const attemptFills: Record<TimelineAttempt['outcome'], string> = {
  completed: 'fill-ok',
  failed: 'fill-danger-fill',
  lost: 'fill-danger-fill',
  later: 'fill-warn',
  cancelled: 'fill-warn',
  stopped: 'fill-warn',
  handed_over: 'fill-edge',
  retried: 'fill-info',
  running: 'fill-info',
};

/** A stretch of time; never so short that it cannot be seen. */
const Stretch = ({ left, width, className }: { left: number; width: number; className: string }) => (
  <>
    <rect x={`${left}%`} y="2" width={`${width}%`} height="12" rx="2" className={className} />
    <rect x={`${Math.min(left, 99.6)}%`} y="2" width="3" height="12" rx="1" className={className} />
  </>
);

const Track = ({ children }: { children: ReactNode }) => (
  <svg aria-hidden className={TRACK}>
    <rect x="0" y="6" width="100%" height="4" rx="2" className="fill-active" />
    {children}
  </svg>
);

/** All attempts in one row, so that the waits between them can be seen; the table below says the same in words. */
const AttemptsRow = ({ attempts, span }: { attempts: TimelineAttempt[]; span: Span }) => {
  const { t } = usePreferences();
  const inSpan = attempts.filter(({ started_at }) => started_at.getTime() >= span.from);
  return (
    <li className={cn(ROW, 'items-center py-1')}>
      <span>{t('timeline.attempts')}</span>
      <Track>
        {inSpan.map(({ epoch, started_at, ended_at, outcome }, i) => {
          const end = ended_at ?? inSpan[i + 1]?.started_at ?? null;
          return <Stretch key={epoch} {...place(started_at, end, span)} className={attemptFills[outcome]} />;
        })}
      </Track>
      <span className="text-right">{inSpan.filter(isWork).length}</span>
    </li>
  );
};

const Row = ({ bar, span }: { bar: Bar; span: Span }) => {
  const { locale, t } = usePreferences();
  const { left, width } = bar.from ? place(bar.from, bar.to, span) : { left: 0, width: 0 };
  const shown = bar.from !== null && !bar.earlier && bar.state !== 'pending';
  const fill = bar.name === 'wait' ? 'fill-edge' : fills[bar.state];
  const isRunning = bar.state === 'running';
  const ms = isRunning && bar.from ? span.to - bar.from.getTime() : bar.ms;
  const known = ms === null ? t(`timeline.state.${bar.state}`) : formatDuration(locale, ms);
  const note = bar.earlier ? t('timeline.earlier') : known;
  return (
    <li className={cn(ROW, 'items-center py-1')}>
      <span className={cn('truncate', bar.state === 'pending' && 'text-muted')}>
        {t(`timeline.step.${bar.name}`)}
        {bar.state === 'failed' && <span className="text-danger"> · {t('timeline.state.failed')}</span>}
        {isRunning && <span className="text-info"> · {t('timeline.state.running')}</span>}
      </span>
      <Track>{shown && <Stretch left={left} width={width} className={cn(fill, isRunning && 'animate-pulse')} />}</Track>
      <span className={cn('text-right whitespace-nowrap', ms === null || bar.earlier ? 'text-muted' : undefined)}>
        {note}
      </span>
    </li>
  );
};

const Axis = ({ span }: { span: Span }) => {
  const { locale } = usePreferences();
  const whole = span.to - span.from;
  const ticks = ticksOf(span);
  return (
    <div className={cn(ROW, 'text-xs text-faint')}>
      <svg aria-hidden className="col-span-2 h-5 w-full overflow-visible sm:col-span-1 sm:col-start-2">
        <line x1="0" x2="100%" y1="0.5" y2="0.5" className="stroke-line" />
        {ticks.map((ms, i) => (
          <g key={ms}>
            <line x1={`${(ms / whole) * 100}%`} x2={`${(ms / whole) * 100}%`} y1="0" y2="5" className="stroke-edge" />
            <text
              x={`${(ms / whole) * 100}%`}
              y="17"
              textAnchor={i === 0 ? 'start' : ms / whole > 0.9 ? 'end' : 'middle'}
              className="fill-faint"
            >
              {ms === 0 ? '0' : formatDuration(locale, ms)}
            </text>
          </g>
        ))}
      </svg>
    </div>
  );
};

/** The wait and every step as bars over one axis of time. */
export const TimelineBars = ({ timeline }: { timeline: MessageTimeline }) => {
  const { t } = usePreferences();
  const { bars, span } = toBars(timeline, useNow());
  return (
    <div className="px-4 py-3">
      <ol aria-label={t('timeline.steps')}>
        {bars.map((bar) => (
          <Row key={bar.key} bar={bar} span={span} />
        ))}
        {timeline.attempts.length > 0 && <AttemptsRow attempts={timeline.attempts} span={span} />}
      </ol>
      <Axis span={span} />
    </div>
  );
};
