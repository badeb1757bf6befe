'use client';

import { type RefObject, useEffect, useState } from 'react';

const OVERSCAN = 8;

type Range = { from: number; to: number };

/** Which of many rows of one height are in view; only those need to be in the page. */
export const visibleRange = (scrollTop: number, height: number, rowHeight: number, count: number): Range => {
  const from = Math.max(0, Math.floor(scrollTop / rowHeight) - OVERSCAN);
  const to = Math.min(count, Math.ceil((scrollTop + height) / rowHeight) + OVERSCAN);
  return { from: Math.min(from, to), to };
};

/** Follows the scroll position of a list whose rows all have one height. */
export const useVirtualRows = (scroller: RefObject<HTMLElement | null>, count: number, rowHeight: number): Range => {
  const [view, setView] = useState({ top: 0, height: 1_000 });
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const read = () => setView({ top: element.scrollTop, height: element.clientHeight });
    read();
    const observer = new ResizeObserver(read);
    observer.observe(element);
    element.addEventListener('scroll', read, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', read);
    };
  }, [scroller]);
  return visibleRange(view.top, view.height, rowHeight, count);
};
