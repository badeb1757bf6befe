import type { AppRouter } from '@message-service/api';
import { infiniteQueryOptions } from '@tanstack/react-query';
import type { TRPCClient } from '@trpc/client';

const PAGE_SIZE = 50;

export const deadLettersKey = ['queues.deadLetters'];

/** Failed messages page by page, newest first; the same on the server and in the browser. */
export const deadLettersQuery = (api: Pick<TRPCClient<AppRouter>, 'queues'>) =>
  infiniteQueryOptions({
    queryKey: deadLettersKey,
    queryFn: ({ pageParam, signal }) =>
      api.queues.deadLetters.query({ limit: PAGE_SIZE, cursor: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: { next_cursor: string | null }) => page.next_cursor,
  });
