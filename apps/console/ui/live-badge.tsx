'use client';

import type { LiveState } from '@/trpc/use-live-state';
import { cn } from './cn';
import { formatTime } from './format';
import { usePreferences } from './preferences';

const dots = {
  live: 'bg-ok animate-[live_2s_ease-in-out_infinite] rounded-full',
  connecting: 'border border-edge rounded-full',
  reconnecting: 'bg-warn rounded-full animate-[live_0.8s_ease-in-out_infinite]',
  paused: 'bg-edge rounded-none',
  stale: 'bg-danger rotate-45 rounded-none',
};

/** Whether the figures on this page move by themselves, and since when they do not. */
export const LiveBadge = ({ state }: { state: LiveState }) => {
  const { locale, t, timeZone } = usePreferences();
  const text =
    state.kind === 'stale'
      ? t('live.stale', { time: formatTime(locale, timeZone, state.since) })
      : t(`live.${state.kind}`);
  return (
    <span role="status" className="inline-flex items-center gap-1.5 text-xs text-muted" data-live={state.kind}>
      <span className={cn('size-2', dots[state.kind])} aria-hidden />
      {text}
    </span>
  );
};
