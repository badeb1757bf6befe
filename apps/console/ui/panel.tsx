import { type ReactNode, useId } from 'react';
import { cn } from './cn';

type Props = {
  title: string;
  note?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  className?: string;
  id?: string;
};

/** A titled region of a page. Its content brings its own loading, empty and error state. */
export const Panel = ({ title, note, actions, children, className, id }: Props) => {
  const titleId = useId();
  return (
    <section
      id={id}
      aria-labelledby={titleId}
      className={cn('flex min-w-0 scroll-mt-16 flex-col rounded-lg border bg-panel', className)}
    >
      <header className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1 border-b px-4 py-1">
        <h2 id={titleId} className="text-sm font-semibold">
          {title}
        </h2>
        {note && <div className="text-xs text-muted">{note}</div>}
        {actions && <div className="ml-auto flex items-center gap-1">{actions}</div>}
      </header>
      {children}
    </section>
  );
};

/** Says that there is nothing, and what to do about it. */
export const Empty = ({ title, hint, action }: { title: string; hint?: string; action?: ReactNode }) => (
  <div className="flex flex-1 flex-col items-center justify-center gap-1 px-6 py-8 text-center">
    <p className="font-medium">{title}</p>
    {hint && <p className="max-w-xs text-muted">{hint}</p>}
    {action && <div className="mt-3">{action}</div>}
  </div>
);
