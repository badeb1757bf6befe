'use client';

import { useSubscription } from '@trpc/tanstack-react-query';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client';
import { useLiveState, usePageVisible } from '@/trpc/use-live-state';

/** How many entries have come since the page was opened or read again; they are read when the reader asks for them. */
export const useAuditHead = () => {
  const trpc = useTRPC();
  const visible = usePageVisible();
  const [head, setHead] = useState<{ sequence: number; known: number; at: number } | null>(null);
  const subscription = useSubscription(
    trpc.audit.live.subscriptionOptions(undefined, {
      enabled: visible,
      onData: ({ sequence }) => setHead((last) => ({ sequence, known: last?.known ?? sequence, at: Date.now() })),
    }),
  );
  const live = useLiveState(subscription, visible, head?.at ?? 0);
  // reading the list again is an entry itself
  const seen = () => setHead((last) => last && { ...last, known: last.sequence + 1 });
  return { live, newer: head ? Math.max(0, head.sequence - head.known) : 0, seen };
};
