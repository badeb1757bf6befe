'use client';

import { cn } from '../cn';
import { lookOf } from './looks';
import type { Shown } from './shapes';

type Props = {
  entries: readonly Shown[];
  hidden: ReadonlySet<string>;
  onToggle: (key: string) => void;
  /** What the reader points at, or the whole. */
  valueFor: (entry: Shown) => string;
  label: string;
};

/** Names the series, tells the value of each, and shows or hides them. */
export const Legend = ({ entries, hidden, onToggle, valueFor, label }: Props) => (
  <ul aria-label={label} className="flex flex-wrap gap-x-1 gap-y-0.5">
    {entries.map((entry) => {
      const { series, look } = entry;
      const on = !hidden.has(series.key);
      return (
        <li key={series.key} className="max-w-full">
          <button
            type="button"
            aria-pressed={on}
            onClick={() => onToggle(series.key)}
            className={cn(
              'flex h-7 max-w-full items-center gap-1.5 rounded-md px-1.5 text-xs hover:bg-hover',
              !on && 'text-faint line-through',
            )}
          >
            <span
              aria-hidden
              className={cn('size-2.5 shrink-0 rounded-sm', on ? lookOf(look).background : 'border border-edge')}
            />
            <span className="truncate">{series.label}</span>
            <span className="font-medium whitespace-nowrap">{valueFor(entry)}</span>
          </button>
        </li>
      );
    })}
  </ul>
);
