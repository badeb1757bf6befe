import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import { messagesQuery } from '@/features/conversations/list-query';
import { ThreadPage } from '@/features/conversations/thread-page';
import { api, getQueryClient, trpc } from '@/trpc/server';

const Page = async ({ params }: { params: Promise<{ id: string }> }) => {
  const { id } = await params;
  const client = getQueryClient();
  await Promise.all([
    client.prefetchQuery(trpc.conversations.get.queryOptions({ conversation_id: id })),
    client.prefetchInfiniteQuery(messagesQuery(api, id)),
  ]);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ThreadPage key={id} conversationId={id} />
    </HydrationBoundary>
  );
};
export default Page;
