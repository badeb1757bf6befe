'use client';

import type { ReactNode } from 'react';
import { cn } from '@/ui/cn';

type FrameProps = { author: string; byCharacter: boolean; aside: ReactNode; children: ReactNode };

/** One entry of the transcript: who and when on a line, the text below. */
export const Entry = ({ author, byCharacter, aside, children }: FrameProps) => (
  <article className="py-2.5">
    <header className="flex items-baseline gap-2">
      <span className={cn('font-semibold', byCharacter && 'text-accent-text')}>{author}</span>
      <span className="flex min-w-0 items-baseline gap-2 text-xs text-muted">{aside}</span>
    </header>
    {children}
  </article>
);

/** Always plain text: whatever a model or a user writes is never read as markup. */
export const Text = ({ children }: { children: string }) => (
  <p className="text-md break-words whitespace-pre-wrap">{children}</p>
);
