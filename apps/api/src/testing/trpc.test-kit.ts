import type { Identity } from '@message-service/shared/auth';
import { createTRPCClient, httpBatchLink, httpSubscriptionLink, splitLink } from '@trpc/client';
import { EventSource } from 'eventsource';
import superjson from 'superjson';
import type { AppRouter } from '../router.ts';
import { type Api, bearer } from './api.test-kit.ts';

/** The client that users of the service have, with the identity's token. */
export const trpcFor = (api: Api, as?: Identity) => {
  const url = `${api.url}/trpc`;
  const headers = async (): Promise<Record<string, string>> => (as ? { authorization: await bearer(as) } : {});
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: ({ type }) => type === 'subscription',
        true: httpSubscriptionLink({
          url,
          transformer: superjson,
          EventSource,
          eventSourceOptions: {
            fetch: async (address, init) =>
              fetch(address, { ...init, headers: { ...init.headers, ...(await headers()) } }),
          },
        }),
        false: httpBatchLink({ url, transformer: superjson, headers }),
      }),
    ],
  });
};

export type TrpcClient = ReturnType<typeof trpcFor>;

/** A call as it stands on the wire, without a client in between. */
export const toCall = (type: 'query' | 'mutation' | 'subscription', path: string, input: unknown) => {
  const sent = input === undefined ? undefined : superjson.serialize(input);
  if (type === 'mutation') return { method: 'POST', path: `/trpc/${path}`, body: sent ?? {} };
  const query = sent === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(sent))}`;
  return { method: 'GET', path: `/trpc/${path}${query}` };
};
