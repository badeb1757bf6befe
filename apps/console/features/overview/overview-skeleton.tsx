import { Skeleton } from '@/ui/skeleton';

const strips = [
  ['queued', 'processing', 'failed', 'alerts', 'cases', 'providers'],
  ['received', 'replies', 'cost', 'latency', 'errors', 'active'],
];

/** The overview in its final shape, without figures. */
export const OverviewSkeleton = () => (
  <>
    {strips.map((figures) => (
      <div
        key={figures[0]}
        className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border bg-line sm:grid-cols-3 lg:col-span-3 lg:grid-cols-6"
      >
        {figures.map((name) => (
          <div key={name} className="flex h-23 flex-col justify-between bg-panel px-4 py-3.5">
            <Skeleton className="h-3 w-16" />
            <Skeleton className="h-5 w-12" />
            <Skeleton className="h-2.5 w-10" />
          </div>
        ))}
      </div>
    ))}
    <div className="h-72 rounded-lg border bg-panel p-4 lg:col-span-2">
      <Skeleton className="h-3 w-48" />
      <Skeleton className="mt-6 h-48 w-full" />
    </div>
    <div className="h-72 rounded-lg border bg-panel p-4">
      <Skeleton className="h-3 w-28" />
      <Skeleton className="mt-6 h-3 w-full" />
      <Skeleton className="mt-5 h-3 w-full" />
      <Skeleton className="mt-5 h-3 w-full" />
    </div>
  </>
);
