import { isServer, MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { toApiError } from './errors';

const STALE_AFTER_MS = 15_000;
const RETRIES = 2;

/** Only what may succeed by itself is tried again. */
const isWorthRetrying = (failures: number, error: unknown) => {
  const { code } = toApiError(error);
  return failures < RETRIES && (code === 'NETWORK' || code === 'UNAVAILABLE');
};

export const createQueryClient = (onError?: (error: unknown) => void) =>
  new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: { staleTime: STALE_AFTER_MS, retry: isServer ? false : isWorthRetrying, refetchOnWindowFocus: true },
    },
  });
