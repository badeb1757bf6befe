import Link from 'next/link';
import type { ReactNode } from 'react';
import { cn } from './cn';
import { Count } from './count';

type Props = {
  label: string;
  note: ReactNode;
  /** A number is shown compact, a text as it is; null where nothing was measured. */
  value: number | string | null;
  /** Where the rows behind it are; for readers who may not see them there is none. */
  href?: string | undefined;
  tone?: 'danger' | 'warn' | undefined;
};

const tones = { danger: 'text-danger', warn: 'text-warn' } as const;

/** One figure that leads to the rows behind it. */
export const Figure = ({ label, note, value, href, tone }: Props) => {
  const look = cn('truncate text-xl font-semibold', tone ? tones[tone] : 'text-text');
  const content = (
    <>
      <span className="truncate text-muted">{label}</span>
      {typeof value === 'number' ? (
        <Count value={value} className={look} />
      ) : (
        <span className={look}>{value ?? '–'}</span>
      )}
      <span className="truncate text-xs text-faint">{note}</span>
    </>
  );
  const box = 'flex min-w-0 flex-col bg-panel px-4 py-3';
  return href === undefined ? (
    <div className={box}>{content}</div>
  ) : (
    <Link href={href} className={cn('row-focus hover:bg-hover', box)}>
      {content}
    </Link>
  );
};
