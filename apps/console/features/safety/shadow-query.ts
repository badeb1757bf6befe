import type { AppRouter } from '@message-service/api';
import { infiniteQueryOptions } from '@tanstack/react-query';
import type { TRPCClient } from '@trpc/client';
import type { ShadowView } from './shadow-view';

const PAGE_SIZE = 50;

/** What a policy judges differently, page by page, newest message first. */
export const differencesQuery = (
  api: Pick<TRPCClient<AppRouter>, 'safety'>,
  policy: string,
  { kind, filter }: ShadowView,
) =>
  infiniteQueryOptions({
    queryKey: ['safety.differences', policy, kind ?? null, filter ?? null],
    queryFn: ({ pageParam, signal }) =>
      api.safety.differences.query(
        {
          policy_name: policy,
          limit: PAGE_SIZE,
          cursor: pageParam,
          ...(kind ? { kind } : {}),
          ...(filter ? { filter } : {}),
        },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: { next_cursor: string | null }) => page.next_cursor,
    refetchOnWindowFocus: false,
  });
