'use client';

import { ArrowDown } from 'lucide-react';
import { type RefObject, useEffect, useState } from 'react';
import { Button } from '@/ui/button';
import { useTranslate } from '@/ui/preferences';

const AWAY_PX = 200;

/** True while the reader is up in older messages. In a reversed scroller the newest is at 0 and older ones below zero. */
const useAway = (scroller: RefObject<HTMLElement | null>) => {
  const [away, setAway] = useState(false);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const read = () => setAway(element.scrollTop < -AWAY_PX);
    element.addEventListener('scroll', read, { passive: true });
    return () => element.removeEventListener('scroll', read);
  }, [scroller]);
  return away;
};

type Props = { scroller: RefObject<HTMLElement | null>; count: number };

/** Says what arrived below while the reader was elsewhere, and leads there; nothing moves by itself. */
export const JumpToLatest = ({ scroller, count }: Props) => {
  const t = useTranslate();
  const away = useAway(scroller);
  const [seen, setSeen] = useState(count);
  useEffect(() => {
    if (!away) setSeen(count);
  }, [away, count]);
  if (!away) return null;
  const fresh = count - seen;
  return (
    <Button
      size="sm"
      className="absolute bottom-3 left-1/2 -translate-x-1/2 bg-raised shadow-pop"
      onClick={() => scroller.current?.scrollTo({ top: 0 })}
    >
      <ArrowDown className="size-3.5" aria-hidden />
      {fresh > 0 ? t.plural('thread.new', fresh) : t('thread.jump')}
    </Button>
  );
};
