import type { AppRouter } from '@message-service/api';
import { infiniteQueryOptions } from '@tanstack/react-query';
import type { TRPCClient } from '@trpc/client';
import type { AlertFilter } from './alert-filter';

const PAGE_SIZE = 50;

export const alertsKey = ['alerts.list'];

/** Alerts page by page, newest first; the same on the server and in the browser. */
export const alertsQuery = (api: Pick<TRPCClient<AppRouter>, 'alerts'>, { which, severity }: AlertFilter) =>
  infiniteQueryOptions({
    queryKey: [...alertsKey, which, severity ?? null],
    queryFn: ({ pageParam, signal }) =>
      api.alerts.list.query(
        {
          limit: PAGE_SIZE,
          cursor: pageParam,
          ...(which === 'all' ? {} : { open: which === 'open' }),
          ...(severity ? { severity } : {}),
        },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: { next_cursor: string | null }) => page.next_cursor,
  });
