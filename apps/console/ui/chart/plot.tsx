'use client';

import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { cn } from '../cn';
import type { Scale } from '../nice-scale';
import { usePreferences } from '../preferences';
import { useCrosshair } from './crosshair';
import type { ChartKind } from './series';
import { Bars, Lines, type Shown, SIDE } from './shapes';
import { formatBucket, formatBucketFull, labelledIndexes, type Step } from './time-axis';

const MOST_LABELS = 8;

export type Range = { first: number; last: number };

type Props = {
  kind: ChartKind;
  buckets: readonly Date[];
  step: Step;
  shown: readonly Shown[];
  scale: Scale;
  format: (value: number) => string;
  label: string;
  /** Opens what is behind a bucket. */
  onOpen?: ((index: number) => void) | undefined;
  /** Shows a stretch of buckets by themselves. */
  onZoom?: ((range: Range) => void) | undefined;
};

const moved = (key: string, from: number | null, count: number): number | null => {
  if (key === 'ArrowRight') return Math.min((from ?? -1) + 1, count - 1);
  if (key === 'ArrowLeft') return Math.max((from ?? count) - 1, 0);
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : null;
};

const between = (a: number, b: number): Range => ({ first: Math.min(a, b), last: Math.max(a, b) });

/**
 * The drawing of a chart with its axes. Pointer and arrow keys point at a bucket; a click or Enter opens it; dragging, or
 * arrows with Shift and then Enter, zooms into a stretch.
 */
export const Plot = ({ kind, buckets, step, shown, scale, format, label, onOpen, onZoom }: Props) => {
  const { locale, timeZone } = usePreferences();
  const { index: pointed, point } = useCrosshair();
  const [anchor, setAnchor] = useState<number | null>(null);
  const pressed = useRef<number | null>(null);
  const count = buckets.length;
  const at = pointed !== null && pointed < count ? pointed : null;
  const range = anchor !== null && at !== null && anchor !== at ? between(anchor, at) : null;

  const indexAt = (event: PointerEvent<HTMLElement>) => {
    const { left: start, width } = event.currentTarget.getBoundingClientRect();
    return Math.max(0, Math.min(Math.floor(((event.clientX - start) / width) * count), count - 1));
  };
  const act = (index: number) => {
    setAnchor(null);
    if (range && onZoom) onZoom(range);
    else onOpen?.(index);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && at !== null) {
      event.preventDefault();
      act(at);
      return;
    }
    const next = moved(event.key, at, count);
    if (next === null) return;
    event.preventDefault();
    setAnchor(event.shiftKey && onZoom ? (anchor ?? at ?? next) : null);
    point(next);
  };
  const spoken = (index: number) => {
    const bucket = buckets[index];
    if (!bucket) return '';
    const values = shown.map(({ series }) => `${series.label} ${format(series.values[index] ?? 0)}`);
    return `${formatBucketFull(locale, timeZone, bucket, step)}: ${values.join(', ')}`;
  };
  const current = at ?? count - 1;

  return (
    <div className="flex gap-2">
      <div
        className="flex h-44 flex-col-reverse justify-between text-right text-xs leading-none text-faint"
        aria-hidden
      >
        {scale.ticks.map((tick) => (
          <span key={tick} className="-my-1.5 min-w-6 whitespace-nowrap">
            {format(tick)}
          </span>
        ))}
      </div>
      <div
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, count - 1)}
        aria-valuenow={Math.max(0, current)}
        aria-valuetext={spoken(current)}
        onPointerDown={(event) => {
          pressed.current = indexAt(event);
          if (onZoom) setAnchor(pressed.current);
        }}
        onPointerMove={(event) => point(indexAt(event))}
        onPointerUp={(event) => {
          if (pressed.current !== null) act(indexAt(event));
          pressed.current = null;
        }}
        onPointerLeave={() => {
          pressed.current = null;
          setAnchor(null);
          point(null);
        }}
        onBlur={() => {
          setAnchor(null);
          point(null);
        }}
        onKeyDown={onKeyDown}
        className={cn('row-focus min-w-0 flex-1 touch-pan-y select-none', (onOpen || onZoom) && 'cursor-crosshair')}
      >
        <svg
          viewBox={`0 0 ${SIDE} ${SIDE}`}
          preserveAspectRatio="none"
          className="block h-44 w-full overflow-visible"
          aria-hidden="true"
        >
          {scale.ticks.map((tick) => (
            <line
              key={tick}
              x1="0"
              x2={SIDE}
              y1={SIDE - (tick / scale.max) * SIDE}
              y2={SIDE - (tick / scale.max) * SIDE}
              vectorEffect="non-scaling-stroke"
              className={tick === 0 ? 'stroke-edge' : 'stroke-line'}
            />
          ))}
          {at !== null && (
            <rect
              x={((range?.first ?? at) / count) * SIDE}
              width={(((range ? range.last - range.first : 0) + 1) / count) * SIDE}
              y="0"
              height={SIDE}
              className={range ? 'fill-accent-soft' : 'fill-hover'}
            />
          )}
          {kind === 'bars' ? (
            <Bars shown={shown} count={count} max={scale.max} pointed={at} />
          ) : (
            <Lines shown={shown} count={count} max={scale.max} pointed={at} />
          )}
        </svg>
        <svg className="mt-1.5 block h-4 w-full overflow-visible" aria-hidden="true">
          {labelledIndexes(count, MOST_LABELS).map((index) => (
            <text
              key={index}
              x={`${((index + 0.5) / count) * 100}%`}
              y="12"
              textAnchor="middle"
              className="fill-faint text-xs max-sm:nth-[even]:hidden"
            >
              {buckets[index] && formatBucket(locale, timeZone, buckets[index], step)}
            </text>
          ))}
        </svg>
      </div>
    </div>
  );
};
