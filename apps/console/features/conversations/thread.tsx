'use client';

import type { MessagePage } from '@message-service/shared/messages';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { useTRPCClient } from '@/trpc/client';
import { Failure } from '@/ui/failure';
import { Empty } from '@/ui/panel';
import { useTranslate } from '@/ui/preferences';
import { Skeleton } from '@/ui/skeleton';
import { JumpToLatest } from './jump-to-latest';
import { conversationListsKey, fetchNewest, messagesQuery } from './list-query';
import { OlderMessages } from './older-messages';
import { PageBlock } from './page-block';
import { ThreadContext } from './thread-context';
import { answeredIds, mergeNewest, pendingItems, toItems } from './thread-items';
import { ThreadRow } from './thread-row';
import type { Outbox } from './use-outbox';

const ThreadSkeleton = () => (
  <div className="mx-auto flex w-full max-w-3xl flex-col gap-6 p-5" aria-hidden>
    {['w-3/5', 'w-4/5', 'w-2/5', 'w-3/4'].map((width) => (
      <div key={width} className="flex flex-col gap-2">
        <Skeleton className="h-3 w-24" />
        <Skeleton className={`h-3 ${width}`} />
      </div>
    ))}
  </div>
);

const useMessages = (conversationId: string) => {
  const api = useTRPCClient();
  const client = useQueryClient();
  const options = messagesQuery(api, conversationId);
  const list = useInfiniteQuery(options);
  const [replies, setReplies] = useState(0);
  const refreshNewest = async () => {
    const newest = await fetchNewest(api, conversationId);
    const known = client.getQueryData(options.queryKey);
    const merged = known ? mergeNewest(known, newest) : null;
    if (merged) client.setQueryData(options.queryKey, merged);
    else await client.invalidateQueries({ queryKey: options.queryKey });
    setReplies((known) => known + 1);
    void client.invalidateQueries({ queryKey: conversationListsKey });
  };
  return { list, refreshNewest, replies };
};

type BlocksProps = { pages: MessagePage[]; outbox: Outbox; scroller: RefObject<HTMLElement | null> };

const Blocks = ({ pages, outbox, scroller }: BlocksProps) =>
  pages.toReversed().map((page, index) => {
    const newest = index === pages.length - 1;
    const items = newest ? [...toItems(page), ...pendingItems(outbox.entries, pages)] : toItems(page);
    return (
      <PageBlock key={newest ? 'newest' : (items[0]?.key ?? 'none')} scroller={scroller} keep={newest}>
        {items.map((item) => (
          <ThreadRow key={item.key} item={item} />
        ))}
      </PageBlock>
    );
  });

type Props = { conversationId: string; characterName: string; own: boolean; outbox: Outbox };

/** The messages of a conversation in reading order, the newest in view, older ones on the way up. */
export const Thread = ({ conversationId, characterName, own, outbox }: Props) => {
  const t = useTranslate();
  const scroller = useRef<HTMLDivElement>(null);
  const { list, refreshNewest, replies } = useMessages(conversationId);
  const sent = outbox.entries.length;
  useEffect(() => {
    if (sent > 0) scroller.current?.scrollTo({ top: 0 });
  }, [sent]);
  const pages = useMemo(() => list.data?.pages ?? [], [list.data]);
  const answered = useMemo(() => answeredIds(pages), [pages]);
  const context = { characterName, own, outbox, answered, refreshNewest };

  if (list.error && !list.data) return <Failure error={list.error} onRetry={() => void list.refetch()} />;
  const empty = list.data && pages.every(({ items }) => items.length === 0) && outbox.entries.length === 0;
  const pending = pendingItems(outbox.entries, pages).length;
  const count = pages.reduce((sum, { items }) => sum + items.length, pending);
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      {/* reversed so that the newest message stays in view without measuring; what is inside keeps its reading order */}
      <div ref={scroller} className="flex min-h-0 flex-1 flex-col-reverse overflow-y-auto">
        <ThreadContext value={context}>
          {!list.data ? (
            <ThreadSkeleton />
          ) : empty ? (
            <Empty title={t('thread.empty')} hint={t('thread.empty_hint')} />
          ) : (
            <div
              role="log"
              aria-live="off"
              aria-label={t('thread.label')}
              className="mx-auto w-full max-w-3xl px-4 py-4 lg:px-5"
            >
              <OlderMessages
                scroller={scroller}
                hasMore={list.hasNextPage}
                loading={list.isFetchingNextPage}
                onMore={() => void list.fetchNextPage()}
              />
              <Blocks pages={pages} outbox={outbox} scroller={scroller} />
            </div>
          )}
        </ThreadContext>
      </div>
      <JumpToLatest scroller={scroller} count={count} />
      <p role="status" className="sr-only">
        {replies > 0 && t('thread.reply_done')}
      </p>
    </div>
  );
};
