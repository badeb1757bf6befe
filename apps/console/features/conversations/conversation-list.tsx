'use client';

import type { Conversation } from '@message-service/shared/conversations';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { useTRPC, useTRPCClient } from '@/trpc/client';
import { Button } from '@/ui/button';
import { Failure } from '@/ui/failure';
import { Empty } from '@/ui/panel';
import { useTranslate } from '@/ui/preferences';
import { SkeletonRows } from '@/ui/skeleton';
import { mayReadAll } from '../shell/pages';
import { useUser } from '../shell/shell-context';
import { ConversationRows } from './conversation-rows';
import { ListControls } from './list-controls';
import { matchesText, readFilter } from './list-filter';
import { conversationsQuery } from './list-query';

/** While a text filter is set, further pages are fetched up to this many rows. */
const MOST_SEARCHED = 1_000;

const useConversations = (text: string) => {
  const trpc = useTRPC();
  const params = useSearchParams();
  const user = useUser();
  const filter = readFilter(params, mayReadAll(user.roles));
  const list = useInfiniteQuery(conversationsQuery(useTRPCClient(), filter));
  const characters = useQuery(trpc.characters.list.queryOptions(undefined, { staleTime: Number.POSITIVE_INFINITY }));
  const names = useMemo(
    () => new Map(characters.data?.items.map(({ character_id, name }) => [character_id, name])),
    [characters.data],
  );
  const loaded: Conversation[] = useMemo(() => list.data?.pages.flatMap(({ items }) => items) ?? [], [list.data]);
  const rows = useMemo(() => loaded.filter((conversation) => matchesText(conversation, text)), [loaded, text]);

  const { hasNextPage, isFetching, fetchNextPage } = list;
  const searching = text.trim() !== '' && hasNextPage && loaded.length < MOST_SEARCHED;
  useEffect(() => {
    if (searching && !isFetching) void fetchNextPage();
  }, [searching, isFetching, fetchNextPage]);
  return { list, filter, names, loaded, rows };
};

/** The left pane: filter, rows, more rows on the way down. */
export const ConversationList = () => {
  const t = useTranslate();
  const router = useRouter();
  const pathname = usePathname();
  const params = useSearchParams();
  const [text, setText] = useState('');
  const search = useRef<HTMLInputElement>(null);
  const { list, filter, names, loaded, rows } = useConversations(useDeferredValue(text));

  const clear = () => {
    setText('');
    search.current?.focus();
  };
  const create = () => router.push(`${pathname}?${new URLSearchParams([...params, ['new', '1']])}`);

  return (
    <>
      <ListControls
        text={text}
        onText={setText}
        filter={filter}
        searchRef={search}
        note={
          list.data ? t.plural(list.hasNextPage ? 'conversations.loaded' : 'conversations.total', loaded.length) : ''
        }
      />
      {list.error && !list.data ? (
        <Failure error={list.error} onRetry={() => void list.refetch()} />
      ) : !list.data ? (
        <SkeletonRows rows={12} className="h-14" />
      ) : rows.length > 0 ? (
        <ConversationRows
          rows={rows}
          names={names}
          showOwner={filter.scope === 'all'}
          hasMore={list.hasNextPage}
          loadingMore={list.isFetchingNextPage}
          onMore={() => void list.fetchNextPage()}
        />
      ) : text.trim() !== '' ? (
        <Empty
          title={t('conversations.no_match')}
          hint={t('conversations.no_match_hint')}
          action={<Button onClick={clear}>{t('conversations.clear')}</Button>}
        />
      ) : (
        <Empty
          title={t('conversations.empty')}
          hint={t('conversations.empty_hint')}
          action={<Button onClick={create}>{t('conversations.new')}</Button>}
        />
      )}
    </>
  );
};
