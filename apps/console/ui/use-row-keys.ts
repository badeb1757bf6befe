'use client';

import type { RefObject } from 'react';
import { useTranslate } from './preferences';
import { useShortcut } from './shortcuts';

const rowsIn = (container: HTMLElement | null) => [...(container?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];

/** `j` and `k` move the focus through the elements marked `data-row`; Enter then does what the row does. */
export const useRowKeys = (container: RefObject<HTMLElement | null>) => {
  const t = useTranslate();
  const move = (step: 1 | -1) => {
    const rows = rowsIn(container.current);
    const index = rows.findIndex((row) => row.matches(':focus'));
    const next = rows[index < 0 ? 0 : Math.max(0, Math.min(index + step, rows.length - 1))];
    next?.focus();
    next?.scrollIntoView({ block: 'nearest' });
  };
  useShortcut('j', t('shortcuts.next'), () => move(1));
  useShortcut('k', t('shortcuts.previous'), () => move(-1));
};
