import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { readDeskView } from '@/features/moderation/desk-filter';
import { DeskPage } from '@/features/moderation/desk-page';
import { casesQuery } from '@/features/moderation/desk-query';
import { getTranslate } from '@/i18n/server';
import { api, getQueryClient } from '@/trpc/server';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslate())('moderation.title') });

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const Page = async ({ searchParams }: Props) => {
  const asked = await searchParams;
  const get = (name: string) => {
    const value = asked[name];
    return typeof value === 'string' ? value : null;
  };
  const client = getQueryClient();
  await client.prefetchInfiniteQuery(casesQuery(api, readDeskView({ get }).filter));
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <DeskPage />
    </HydrationBoundary>
  );
};
export default Page;
