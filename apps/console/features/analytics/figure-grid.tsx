'use client';

import type { ReactNode } from 'react';
import { cn } from '@/ui/cn';
import { usePreferences } from '@/ui/preferences';

export type GridFigure = {
  label: string;
  /** Undefined while it loads, null where nothing was measured. */
  value: string | null | undefined;
  title?: string;
  note?: ReactNode;
  alarming?: boolean;
};

/** Figures in a row, with their unit. */
export const FigureGrid = ({ label, figures }: { label: string; figures: readonly GridFigure[] }) => (
  <section
    aria-label={label}
    className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border bg-line sm:grid-cols-3 lg:grid-cols-6"
  >
    {figures.map(({ label: name, value, title, note, alarming }) => (
      <div key={name} className="flex min-w-0 flex-col bg-panel px-4 py-3">
        <span className="truncate text-muted">{name}</span>
        {value === undefined ? (
          <span className="skeleton my-1 h-5 w-16" />
        ) : (
          <span title={title} className={cn('truncate text-xl font-semibold', alarming ? 'text-danger' : 'text-text')}>
            {value ?? '–'}
          </span>
        )}
        <span className="truncate text-xs text-muted">{note ?? '\u00a0'}</span>
      </div>
    ))}
  </section>
);

/** How much more or less than before, as a share with its sign. */
export const useChange = () => {
  const { locale, t } = usePreferences();
  const format = new Intl.NumberFormat(locale, {
    style: 'percent',
    maximumFractionDigits: 0,
    signDisplay: 'exceptZero',
  });
  return (now: number, before: number | undefined): string | undefined => {
    if (before === undefined) return undefined;
    if (before === 0) return t('analytics.nothing_before');
    return t('analytics.than_before', { change: format.format(now / before - 1) });
  };
};
