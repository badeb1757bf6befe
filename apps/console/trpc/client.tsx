'use client';

import type { AppRouter } from '@message-service/api';
import { CONSOLE_HEADER } from '@message-service/shared/auth/console-header';
import { QueryClientProvider } from '@tanstack/react-query';
import { createTRPCClient, httpBatchLink, httpSubscriptionLink, splitLink } from '@trpc/client';
import { createTRPCContext } from '@trpc/tanstack-react-query';
import { type ReactNode, useState } from 'react';
import superjson from 'superjson';
import { toApiError } from './errors';
import { createQueryClient } from './query-client';

export const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>();

const API_PATH = '/api/trpc';
/** The api refuses larger batches. */
const MOST_PER_BATCH = 10;

const createClient = () =>
  createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: ({ type }) => type === 'subscription',
        true: httpSubscriptionLink({ url: API_PATH, transformer: superjson }),
        false: httpBatchLink({
          url: API_PATH,
          transformer: superjson,
          maxItems: MOST_PER_BATCH,
          headers: { [CONSOLE_HEADER.name]: CONSOLE_HEADER.value },
        }),
      }),
    ],
  });

/** A session that ended anywhere brings its reader to the sign-in page and back. */
const goToLoginWhenSignedOut = (error: unknown) => {
  if (toApiError(error).code !== 'UNAUTHENTICATED') return;
  const here = window.location.pathname + window.location.search;
  window.location.assign(`/login?next=${encodeURIComponent(here)}`);
};

export const ApiProvider = ({ children }: { children: ReactNode }) => {
  const [queryClient] = useState(() => createQueryClient(goToLoginWhenSignedOut));
  const [client] = useState(createClient);
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={client} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  );
};
