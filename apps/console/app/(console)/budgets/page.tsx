import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { BudgetsPage } from '@/features/budgets/budgets-page';
import { getTranslate } from '@/i18n/server';
import { getQueryClient, trpc } from '@/trpc/server';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslate())('budgets.title') });

const Page = async () => {
  const client = getQueryClient();
  await client.prefetchQuery(trpc.budgets.list.queryOptions());
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <BudgetsPage />
    </HydrationBoundary>
  );
};
export default Page;
