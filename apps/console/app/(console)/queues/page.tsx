import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { deadLettersQuery } from '@/features/queues/dead-letters-query';
import { QueuesPage } from '@/features/queues/queues-page';
import { getTranslate } from '@/i18n/server';
import { api, getQueryClient, trpc } from '@/trpc/server';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslate())('queues.title') });

const Page = async () => {
  const client = getQueryClient();
  await Promise.all([
    client.prefetchQuery(trpc.admin.queueStatus.queryOptions()),
    client.prefetchInfiniteQuery(deadLettersQuery(api)),
  ]);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <QueuesPage />
    </HydrationBoundary>
  );
};
export default Page;
