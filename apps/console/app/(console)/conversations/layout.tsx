import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { ConversationsFrame } from '@/features/conversations/conversations-frame';
import { listInput, nextPage } from '@/features/conversations/list-query';
import { mayReadAll } from '@/features/shell/pages';
import { getTranslate } from '@/i18n/server';
import { getQueryClient, getSession, trpc } from '@/trpc/server';

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslate())('conversations.title'),
});

const Layout = async ({ children }: { children: ReactNode }) => {
  const client = getQueryClient();
  const user = await getSession().catch(() => null);
  const scope = user && mayReadAll(user.roles) ? 'all' : 'own';
  await Promise.all([
    client.prefetchInfiniteQuery(trpc.conversations.list.infiniteQueryOptions(listInput({ scope }), nextPage)),
    client.prefetchQuery(trpc.characters.list.queryOptions()),
  ]);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ConversationsFrame>{children}</ConversationsFrame>
    </HydrationBoundary>
  );
};
export default Layout;
