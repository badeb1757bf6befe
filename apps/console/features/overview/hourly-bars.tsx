'use client';

import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import { cn } from '@/ui/cn';
import { formatCompact, formatExact, formatTime } from '@/ui/format';
import { niceScale } from '@/ui/nice-scale';
import { usePreferences } from '@/ui/preferences';
import type { Hours } from './hourly-panel';

const HOUR_MS = 3_600_000;
const LABEL_EVERY = 4;
const percent = (part: number, whole: number) => `${((part / whole) * 100).toFixed(3)}%`;

const indexAfter = (key: string, index: number | null, count: number): number | null => {
  if (key === 'ArrowRight') return Math.min((index ?? -1) + 1, count - 1);
  if (key === 'ArrowLeft') return Math.max((index ?? count) - 1, 0);
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : null;
};

/** A bar per hour on a zero baseline; pointer and arrow keys read one bar exactly. */
export const HourlyBars = ({ hours }: { hours: Hours }) => {
  const { locale, t, timeZone } = usePreferences();
  const [chosen, setChosen] = useState<number | null>(null);
  const peak = Math.max(...hours.map(({ count }) => count));
  const total = hours.reduce((sum, { count }) => sum + count, 0);
  const { max, ticks } = niceScale(peak);
  const clock = (at: Date) => formatTime(locale, timeZone, at);
  const spoken = (bar: Hours[number] | undefined) =>
    bar && `${clock(bar.hour)}: ${t.plural('overview.count', bar.count)}`;
  const shown = chosen === null ? undefined : hours[chosen];

  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const index = Math.floor(((event.clientX - left) / width) * hours.length);
    setChosen(Math.max(0, Math.min(index, hours.length - 1)));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const index = indexAfter(event.key, chosen, hours.length);
    if (index === null) return;
    event.preventDefault();
    setChosen(index);
  };

  return (
    <div className="px-4 pt-3 pb-3">
      <p className="mb-2 h-5 text-xs text-muted">
        {shown ? (
          <>
            {clock(shown.hour)}–{clock(new Date(shown.hour.getTime() + HOUR_MS))}{' '}
            <strong className="font-semibold text-text">{t.plural('overview.count', shown.count)}</strong>
          </>
        ) : (
          t.plural('overview.count', total)
        )}
      </p>
      <div className="flex gap-2">
        <div
          className="flex h-42 flex-col-reverse justify-between text-right text-xs leading-none text-faint"
          aria-hidden
        >
          {ticks.map((tick) => (
            <span key={tick} className="-my-1.5 min-w-5">
              {formatCompact(locale, tick)}
            </span>
          ))}
        </div>
        <div
          role="slider"
          tabIndex={0}
          aria-valuemin={0}
          aria-valuemax={hours.length - 1}
          aria-valuenow={chosen ?? hours.length - 1}
          aria-valuetext={spoken(hours[chosen ?? hours.length - 1])}
          aria-label={t('overview.chart_label', { total: formatExact(locale, total), peak: formatExact(locale, peak) })}
          onPointerMove={onPointerMove}
          onPointerLeave={() => setChosen(null)}
          onBlur={() => setChosen(null)}
          onKeyDown={onKeyDown}
          className="min-w-0 flex-1"
        >
          <svg className="block h-42 w-full overflow-visible" aria-hidden="true">
            {ticks.map((tick) => {
              const y = percent(max - tick, max);
              return (
                <line
                  key={tick}
                  x1="0"
                  x2="100%"
                  y1={y}
                  y2={y}
                  className={tick === 0 ? 'stroke-edge' : 'stroke-line'}
                />
              );
            })}
            {chosen !== null && (
              <rect
                x={percent(chosen, hours.length)}
                width={percent(1, hours.length)}
                y="0"
                height="100%"
                className="fill-hover"
              />
            )}
            {hours.map(({ hour, count }, index) => (
              <rect
                key={hour.getTime()}
                x={percent(index + 0.14, hours.length)}
                width={percent(0.72, hours.length)}
                y={percent(max - count, max)}
                height={percent(count, max)}
                className={cn('fill-accent', chosen !== null && chosen !== index && 'opacity-50')}
              />
            ))}
          </svg>
          <svg className="mt-1.5 block h-4 w-full overflow-visible" aria-hidden="true">
            {hours.map(
              ({ hour }, index) =>
                (hours.length - 1 - index) % LABEL_EVERY === 0 && (
                  <text
                    key={hour.getTime()}
                    x={percent(index + 0.5, hours.length)}
                    y="12"
                    textAnchor="middle"
                    className="fill-faint text-xs"
                  >
                    {clock(hour)}
                  </text>
                ),
            )}
          </svg>
        </div>
      </div>
    </div>
  );
};
