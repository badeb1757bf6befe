import 'server-only';
import type { AppRouter } from '@message-service/api';
import { createTRPCClient, httpLink } from '@trpc/client';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';
import { headers } from 'next/headers';
import { cache } from 'react';
import superjson from 'superjson';
import { apiUrl } from '@/settings';
import { createQueryClient } from './query-client';

const forwarded = ['cookie', 'x-forwarded-for', 'user-agent'];

const forwardedHeaders = async () => {
  const incoming = await headers();
  return Object.fromEntries(
    forwarded.flatMap((name) => {
      const value = incoming.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
};

/** Calls the api for the page being rendered, with the reader's own cookie: the api decides what they may see. */
export const api = createTRPCClient<AppRouter>({
  links: [
    httpLink({
      url: `${apiUrl}/trpc`,
      transformer: superjson,
      headers: forwardedHeaders,
      fetch: (url, options) => fetch(url, { ...options, cache: 'no-store' } as RequestInit),
    }),
  ],
});

export const getQueryClient = cache(() => createQueryClient());

export const trpc = createTRPCOptionsProxy<AppRouter>({ queryClient: getQueryClient, client: api });

/** Who is signed in, asked once for a page; `null` for nobody. */
export const getSession = cache(() => api.auth.session.query());
