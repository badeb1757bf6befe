import type { ReactNode } from 'react';
import { cn } from './cn';

// what scrolls has to be reachable by keyboard, whatever it contains
const reachable = { role: 'group', tabIndex: 0 };

type Props = { label: string; className?: string; children: ReactNode };

/** A part of a page that scrolls by itself. */
export const ScrollRegion = ({ label, className, children }: Props) => (
  <section aria-label={label} className={cn('row-focus', className)} {...reachable}>
    {children}
  </section>
);
