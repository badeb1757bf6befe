import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { ConversationsFrame } from '@/features/conversations/conversations-frame';
import { conversationsQuery } from '@/features/conversations/list-query';
import { mayReadAll } from '@/features/shell/pages';
import { getTranslate } from '@/i18n/server';
import { api, getQueryClient, getSession, trpc } from '@/trpc/server';

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslate())('conversations.title'),
});

const Layout = async ({ children }: { children: ReactNode }) => {
  const client = getQueryClient();
  const user = await getSession().catch(() => null);
  const scope = user && mayReadAll(user.roles) ? 'all' : 'own';
  await Promise.all([
    client.prefetchInfiniteQuery(conversationsQuery(api, { scope })),
    client.prefetchQuery(trpc.characters.list.queryOptions()),
  ]);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ConversationsFrame>{children}</ConversationsFrame>
    </HydrationBoundary>
  );
};
export default Layout;
