'use client';

import type { DeskPresence } from '@message-service/shared/moderation';
import { useQueryClient } from '@tanstack/react-query';
import { useSubscription } from '@trpc/tanstack-react-query';
import { type RefObject, useState } from 'react';
import { useTRPC } from '@/trpc/client';
import { useLiveState, usePageVisible } from '@/trpc/use-live-state';
import { caseKey, casesKey } from './desk-query';
import { addTold, type Told } from './desk-rows';

const NOTHING: Told = new Map();

/** What others do at the desk, as it happens, and who is there. */
export const useLiveDesk = (chosen: RefObject<string | undefined>, me: string) => {
  const trpc = useTRPC();
  const client = useQueryClient();
  const visible = usePageVisible();
  const [told, setTold] = useState(NOTHING);
  const [present, setPresent] = useState<readonly DeskPresence[]>([]);
  const [toldAt, setToldAt] = useState(0);
  const subscription = useSubscription(
    trpc.moderation.live.subscriptionOptions(undefined, {
      enabled: visible,
      onData: (event) => {
        setToldAt(event.at.getTime());
        setPresent(event.present);
        if (event.cases.length > 0) setTold((known) => addTold(known, event.cases));
        if (event.missed) void client.invalidateQueries({ queryKey: casesKey });
        const mine = event.cases.find(({ case_id }) => case_id === chosen.current);
        // of what the reader does here they know already, but not of what they do elsewhere
        if (mine && (mine.by !== me || mine.state === 'decided'))
          void client.invalidateQueries({ queryKey: [...caseKey, mine.case_id] });
      },
    }),
  );
  const live = useLiveState(subscription, visible, toldAt);
  return { live, told, present, forget: () => setTold(NOTHING) };
};
