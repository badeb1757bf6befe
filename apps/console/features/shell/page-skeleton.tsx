import { Skeleton } from '@/ui/skeleton';

/** Any page before it is known which: a header line and two panels. */
export const PageSkeleton = () => (
  <>
    <div className="flex h-12 shrink-0 items-center border-b px-4 md:px-6">
      <Skeleton className="h-4 w-32" />
    </div>
    <div className="p-3 md:p-6">
      <div className="mx-auto flex max-w-6xl flex-col gap-4">
        <Skeleton className="h-24 w-full" />
        <Skeleton className="h-72 w-full" />
      </div>
    </div>
  </>
);
