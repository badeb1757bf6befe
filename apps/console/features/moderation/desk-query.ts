import type { AppRouter } from '@message-service/api';
import type { CaseFilter } from '@message-service/shared/moderation';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { TRPCClient } from '@trpc/client';

type Api = Pick<TRPCClient<AppRouter>, 'moderation'>;

const PAGE_SIZE = 50;

export const casesKey = ['moderation.cases'];
export const caseKey = ['moderation.case'];

/** The queue page by page; the same on the server and in the browser. It is kept up to date by what is told live. */
export const casesQuery = (api: Api, filter: CaseFilter) =>
  infiniteQueryOptions({
    queryKey: [...casesKey, filter],
    queryFn: ({ pageParam, signal }) =>
      api.moderation.list.query({ ...filter, limit: PAGE_SIZE, cursor: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: { next_cursor: string | null }) => page.next_cursor,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });

/** `ahead`: before anybody looks at it, which others are not told of. */
export const caseQuery = (api: Api, caseId: string, ahead = false) =>
  queryOptions({
    queryKey: [...caseKey, caseId],
    queryFn: ({ signal }) => api.moderation.get.query({ case_id: caseId, ...(ahead ? { ahead } : {}) }, { signal }),
  });
