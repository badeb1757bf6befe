'use client';

import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';

/** How far outside the view a block is still kept whole. */
const MARGIN = '1500px';

type Props = { scroller: RefObject<HTMLElement | null>; keep: boolean; children: ReactNode };

/** A page of messages; far from the view only its height remains. */
export const PageBlock = ({ scroller, keep, children }: Props) => {
  const ref = useRef<HTMLDivElement>(null);
  const [near, setNear] = useState(true);
  useEffect(() => {
    const block = ref.current;
    if (!block || keep) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (!entry) return;
        block.style.height = entry.isIntersecting ? '' : `${block.offsetHeight}px`;
        setNear(entry.isIntersecting);
      },
      { root: scroller.current, rootMargin: MARGIN },
    );
    observer.observe(block);
    return () => observer.disconnect();
  }, [scroller, keep]);
  return <div ref={ref}>{near || keep ? children : null}</div>;
};
