'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useSubscription } from '@trpc/tanstack-react-query';
import { useRef } from 'react';
import { useTRPC } from '@/trpc/client';
import { useLiveState, usePageVisible } from '@/trpc/use-live-state';

const REFRESH_MS = 5_000;

/** The last five minutes, live. Whenever they change, what else is shown is read again, not more often than it can be looked at. */
export const useLiveWindow = (refresh: () => void) => {
  const trpc = useTRPC();
  const client = useQueryClient();
  const visible = usePageVisible();
  const refreshed = useRef(0);
  const last = useRef('');
  const window = useQuery(trpc.analytics.window.queryOptions());
  const subscription = useSubscription(
    trpc.analytics.live.subscriptionOptions(undefined, {
      enabled: visible,
      onData: (data) => {
        client.setQueryData(trpc.analytics.window.queryKey(), data);
        const shown = `${data.messages} ${data.replies} ${data.failed}`;
        if (shown === last.current || Date.now() - refreshed.current < REFRESH_MS) return;
        last.current = shown;
        refreshed.current = Date.now();
        refresh();
      },
    }),
  );
  return { window, live: useLiveState(subscription, visible, window.dataUpdatedAt) };
};
