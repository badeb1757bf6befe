import { cn } from './cn';

const keys = Array.from({ length: 24 }, (_, index) => `line-${index}`);

export const Skeleton = ({ className }: { className?: string }) => (
  <div className={cn('skeleton', className)} aria-hidden />
);

/** Rows in the shape of a list that is still on its way. */
export const SkeletonRows = ({ rows, className }: { rows: number; className?: string }) => (
  <div aria-hidden>
    {keys.slice(0, rows).map((key) => (
      <div key={key} className={cn('flex h-9 items-center gap-4 border-b px-4 last:border-0', className)}>
        <Skeleton className="h-3 w-2/5" />
        <Skeleton className="ml-auto h-3 w-12" />
        <Skeleton className="h-3 w-8" />
      </div>
    ))}
  </div>
);
