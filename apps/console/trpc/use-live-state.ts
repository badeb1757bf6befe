'use client';

import { useEffect, useRef, useSyncExternalStore } from 'react';
import { useNow } from '@/ui/preferences';
import { toApiError } from './errors';

export type LiveState = { kind: 'connecting' | 'live' | 'reconnecting' | 'paused' } | { kind: 'stale'; since: Date };

type Subscription = { status: 'idle' | 'connecting' | 'pending' | 'error'; error: unknown; reset: () => void };

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 5_000;
const STALE_AFTER_MS = 30_000;

/** Errors that may be over by themselves; any other ends the stream for good. */
const passing = ['NETWORK', 'UNAVAILABLE', 'INTERNAL', 'RATE_LIMITED'];

const subscribeToVisibility = (listener: () => void) => {
  document.addEventListener('visibilitychange', listener);
  return () => document.removeEventListener('visibilitychange', listener);
};

/** False while the tab is hidden: its streams are closed then, because a browser has few connections to share. */
export const usePageVisible = () =>
  useSyncExternalStore(
    subscribeToVisibility,
    () => document.visibilityState === 'visible',
    () => true,
  );

/** What the live dot says about a subscription; also opens it again after an error, waiting longer each time. */
export const useLiveState = (subscription: Subscription, visible: boolean, updatedAt: number): LiveState => {
  const { status, error, reset } = subscription;
  const retries = useRef(0);
  const resetRef = useRef(reset);
  resetRef.current = reset;
  const now = useNow();
  const final = status === 'error' && !passing.includes(toApiError(error).code);

  useEffect(() => {
    if (status === 'pending') retries.current = 0;
    if (status !== 'error' || final) return;
    const wait = Math.min(FIRST_RETRY_MS * 2 ** retries.current, LONGEST_RETRY_MS);
    const timer = setTimeout(() => {
      retries.current++;
      resetRef.current();
    }, wait);
    return () => clearTimeout(timer);
  }, [status, final]);

  if (!visible) return { kind: 'paused' };
  if (status === 'pending') return { kind: 'live' };
  if (updatedAt > 0 && now - updatedAt > STALE_AFTER_MS) return { kind: 'stale', since: new Date(updatedAt) };
  return { kind: status === 'error' || error ? 'reconnecting' : 'connecting' };
};
