import type { AppRouter } from '@message-service/api';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { TRPCClient } from '@trpc/client';

type Api = Pick<TRPCClient<AppRouter>, 'search'>;
export type Sort = 'relevance' | 'date';

const PAGE_SIZE = 20;
const FRESH_MS = 30_000;

/** What is found, page by page. Searching others' messages is an entry of the audit log: not repeated unasked. */
export const searchQuery = (api: Api, q: string, sort: Sort) =>
  infiniteQueryOptions({
    queryKey: ['search.messages', { q, sort }],
    queryFn: ({ pageParam, signal }) =>
      api.search.messages.query({ q, sort, limit: PAGE_SIZE, cursor: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: { next_cursor: string | null }) => page.next_cursor,
    enabled: q !== '',
    refetchOnWindowFocus: false,
    staleTime: FRESH_MS,
  });

/** How what is typed may go on. */
export const suggestionsQuery = (api: Api, q: string) =>
  queryOptions({
    queryKey: ['search.suggestions', q],
    queryFn: ({ signal }) => api.search.suggestions.query({ q }, { signal }),
    staleTime: FRESH_MS,
  });
