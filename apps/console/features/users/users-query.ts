import type { AppRouter } from '@message-service/api';
import { infiniteQueryOptions } from '@tanstack/react-query';
import type { TRPCClient } from '@trpc/client';
import type { UsersFilter } from './users-filter';

const PAGE_SIZE = 50;

export const usersKey = ['users.list'];

/** Accounts page by page; the same on the server and in the browser. */
export const usersQuery = (api: Pick<TRPCClient<AppRouter>, 'users'>, { chosen: _, ...filter }: UsersFilter) =>
  infiniteQueryOptions({
    queryKey: [...usersKey, filter],
    queryFn: ({ pageParam, signal }) =>
      api.users.list.query({ limit: PAGE_SIZE, cursor: pageParam, ...filter }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: { next_cursor: string | null }) => page.next_cursor,
  });
