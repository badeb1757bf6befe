import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { MessagePage } from '@/features/messages/message-page';
import { getTranslate } from '@/i18n/server';
import { getQueryClient, trpc } from '@/trpc/server';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslate())('message.title') });

const Page = async ({ params }: { params: Promise<{ id: string }> }) => {
  const { id } = await params;
  const client = getQueryClient();
  await Promise.all([
    client.prefetchQuery(trpc.messages.get.queryOptions({ message_id: id })),
    client.prefetchQuery(trpc.queues.messageTimeline.queryOptions({ message_id: id })),
  ]);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <MessagePage messageId={id} />
    </HydrationBoundary>
  );
};
export default Page;
