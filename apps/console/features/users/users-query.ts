import type { AppRouter } from '@message-service/api';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { TRPCClient } from '@trpc/client';
import type { UsersFilter } from './users-filter';

const PAGE_SIZE = 50;

export const usersKey = ['users.list'];

/**
 * Accounts page by page; the same on the server and in the browser. Reading them is noted in the audit log, so coming back
 * to the page does not read them again.
 */
export const usersQuery = (api: Pick<TRPCClient<AppRouter>, 'users'>, { chosen: _, ...filter }: UsersFilter) =>
  infiniteQueryOptions({
    queryKey: [...usersKey, filter],
    queryFn: ({ pageParam, signal }) =>
      api.users.list.query({ limit: PAGE_SIZE, cursor: pageParam, ...filter }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: { next_cursor: string | null }) => page.next_cursor,
    refetchOnWindowFocus: false,
  });

/** The account that the page's address names, when the rows shown are without it; null when there is none. */
export const userQuery = (api: Pick<TRPCClient<AppRouter>, 'users'>, userId: string) =>
  queryOptions({
    queryKey: [...usersKey, { userId }],
    queryFn: async ({ signal }) => {
      const { items } = await api.users.list.query({ limit: 1, text: userId }, { signal });
      return items.find(({ user_id }) => user_id === userId) ?? null;
    },
    refetchOnWindowFocus: false,
  });
