import type { AppRouter } from '@message-service/api';
import { infiniteQueryOptions } from '@tanstack/react-query';
import type { TRPCClient } from '@trpc/client';
import type { ListFilter } from './list-filter';

type Api = Pick<TRPCClient<AppRouter>, 'conversations' | 'messages'>;

const PAGE_SIZE = 50;
const NEWEST_SIZE = 20;

const paging = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: { next_cursor: string | null }) => page.next_cursor,
};

/** Every list of conversations, whatever its filter. */
export const conversationListsKey = ['conversations.list'];

// not tRPC's own infinite queries: they add a `direction` to the input, which the api's strict schemas refuse

/** Conversations page by page, the same on the server and in the browser, so that the first page is fetched once. */
export const conversationsQuery = (api: Api, filter: ListFilter) =>
  infiniteQueryOptions({
    queryKey: [...conversationListsKey, filter],
    queryFn: ({ pageParam, signal }) =>
      api.conversations.list.query({ ...filter, limit: PAGE_SIZE, cursor: pageParam }, { signal }),
    ...paging,
  });

/** Messages of a conversation page by page, newest first. */
export const messagesQuery = (api: Api, conversationId: string) =>
  infiniteQueryOptions({
    queryKey: ['messages.list', conversationId],
    queryFn: ({ pageParam, signal }) =>
      api.messages.list.query({ conversation_id: conversationId, limit: PAGE_SIZE, cursor: pageParam }, { signal }),
    ...paging,
  });

export const fetchNewest = (api: Api, conversationId: string) =>
  api.messages.list.query({ conversation_id: conversationId, limit: NEWEST_SIZE });
