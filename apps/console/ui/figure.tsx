import Link from 'next/link';
import { cn } from './cn';
import { Count } from './count';

type Props = { label: string; note: string; value: number; href: string; alarming?: boolean };

/** One number that leads to the rows behind it. */
export const Figure = ({ label, note, value, href, alarming }: Props) => (
  <Link href={href} className="row-focus flex min-w-0 flex-col bg-panel px-4 py-3 hover:bg-hover">
    <span className="truncate text-muted">{label}</span>
    <Count value={value} className={cn('text-xl font-semibold', alarming && value > 0 ? 'text-danger' : 'text-text')} />
    <span className="truncate text-xs text-faint">{note}</span>
  </Link>
);
