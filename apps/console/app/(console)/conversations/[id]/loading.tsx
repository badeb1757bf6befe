import { Skeleton } from '@/ui/skeleton';

const Loading = () => (
  <>
    <div className="flex h-12 shrink-0 items-center border-b px-5">
      <Skeleton className="h-4 w-48" />
    </div>
    <div className="mx-auto mt-auto flex w-full max-w-3xl flex-col gap-6 p-5">
      <Skeleton className="h-3 w-3/5" />
      <Skeleton className="h-3 w-4/5" />
      <Skeleton className="h-3 w-2/5" />
    </div>
  </>
);
export default Loading;
