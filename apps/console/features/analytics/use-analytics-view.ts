'use client';

import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useNow } from '@/ui/preferences';
import { type AnalyticsView, boundsOf, type RangeName, readAnalyticsView } from './analytics-view';

const MINUTE_MS = 60_000;

/** The view in the page's address, its bounds, and how to change it; `null` takes a name out. */
export const useAnalyticsView = (fallback: RangeName) => {
  const router = useRouter();
  const pathname = usePathname();
  const params = useSearchParams();
  const now = useNow();
  const view: AnalyticsView = readAnalyticsView(params, fallback);
  // to the minute: what is asked for stays the same in between
  const bounds = boundsOf(view, Math.floor(now / MINUTE_MS) * MINUTE_MS);
  const set = (changes: Record<string, string | null>) => {
    const next = new URLSearchParams(params);
    for (const [name, value] of Object.entries(changes)) {
      if (value === null || value === '') next.delete(name);
      else next.set(name, value);
    }
    router.replace(`${pathname}?${next}`, { scroll: false });
  };
  return { view, bounds, set };
};
export type SetView = ReturnType<typeof useAnalyticsView>['set'];
