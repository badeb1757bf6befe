import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { ProvidersPage } from '@/features/providers/providers-page';
import { getTranslate } from '@/i18n/server';
import { getQueryClient, trpc } from '@/trpc/server';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslate())('providers.title') });

const Page = async () => {
  const client = getQueryClient();
  await client.prefetchQuery(trpc.llm.status.queryOptions());
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ProvidersPage />
    </HydrationBoundary>
  );
};
export default Page;
