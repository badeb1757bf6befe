import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { readAlertFilter } from '@/features/alerts/alert-filter';
import { AlertsPage } from '@/features/alerts/alerts-page';
import { alertsQuery } from '@/features/alerts/alerts-query';
import { getTranslate } from '@/i18n/server';
import { api, getQueryClient, trpc } from '@/trpc/server';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslate())('alerts.title') });

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const Page = async ({ searchParams }: Props) => {
  const asked = await searchParams;
  const get = (name: string) => {
    const value = asked[name];
    return typeof value === 'string' ? value : null;
  };
  const client = getQueryClient();
  await Promise.all([
    client.prefetchInfiniteQuery(alertsQuery(api, readAlertFilter({ get }))),
    client.prefetchQuery(trpc.alerts.overview.queryOptions()),
  ]);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <AlertsPage />
    </HydrationBoundary>
  );
};
export default Page;
