import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { OverviewPage } from '@/features/overview/overview-page';
import { isOperator } from '@/features/shell/pages';
import { getTranslate } from '@/i18n/server';
import { getQueryClient, getSession, trpc } from '@/trpc/server';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslate())('overview.title') });

const Page = async () => {
  const user = await getSession().catch(() => null);
  if (user && !isOperator(user.roles)) redirect('/conversations');
  const client = getQueryClient();
  await Promise.all([
    client.prefetchQuery(trpc.overview.get.queryOptions()),
    client.prefetchQuery(trpc.system.health.queryOptions()),
  ]);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <OverviewPage />
    </HydrationBoundary>
  );
};
export default Page;
