'use client';

import { type RefObject, useEffect, useRef } from 'react';
import { Button } from '@/ui/button';
import { useTranslate } from '@/ui/preferences';

type Props = { scroller: RefObject<HTMLElement | null>; hasMore: boolean; loading: boolean; onMore: () => void };

/** Fetches the page before when the reader comes near the top. */
export const OlderMessages = ({ scroller, hasMore, loading, onMore }: Props) => {
  const t = useTranslate();
  const ref = useRef<HTMLDivElement>(null);
  const fetchOlder = useRef(onMore);
  useEffect(() => {
    fetchOlder.current = onMore;
  });
  useEffect(() => {
    const element = ref.current;
    if (!element || !hasMore || loading) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && fetchOlder.current(), {
      root: scroller.current,
      rootMargin: '400px',
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller, hasMore, loading]);
  return (
    <div ref={ref} className="flex h-8 items-center justify-center text-xs text-faint">
      {loading ? (
        t('thread.loading_older')
      ) : hasMore ? (
        <Button size="sm" look="ghost" onClick={onMore}>
          {t('thread.older')}
        </Button>
      ) : (
        t('thread.start')
      )}
    </div>
  );
};
