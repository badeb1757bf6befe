import type { AppRouter } from '@message-service/api';
import { infiniteQueryOptions } from '@tanstack/react-query';
import type { TRPCClient } from '@trpc/client';
import type { AuditFilter } from './audit-filter';

const PAGE_SIZE = 50;

export const auditKey = ['audit.list'];

/** Entries page by page, newest first. Reading the log is an entry of its own, so it is not read again without being asked. */
export const auditQuery = (api: Pick<TRPCClient<AppRouter>, 'audit'>, filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: [...auditKey, filter],
    queryFn: ({ pageParam, signal }) =>
      api.audit.list.query({ limit: PAGE_SIZE, cursor: pageParam, ...filter }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: { next_cursor: string | null }) => page.next_cursor,
    refetchOnWindowFocus: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
