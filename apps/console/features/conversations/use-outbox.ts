'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client';
import { toApiError } from '@/trpc/errors';
import type { Outgoing } from './thread-items';

export type Outbox = {
  entries: readonly Outgoing[];
  send: (text: string) => void;
  retry: (entry: Outgoing) => void;
  discard: (clientMsgId: string) => void;
};

/**
 * What was sent from this page and is not among the stored messages yet. Each entry keeps one idempotency key, so that
 * sending it again after a lost answer gives the same message.
 */
export const useOutbox = (conversationId: string): Outbox => {
  const trpc = useTRPC();
  const [entries, setEntries] = useState<readonly Outgoing[]>([]);
  // one after the other, so that messages get their numbers in the order in which they were sent
  const scope = { id: `send-${conversationId}` };
  const { mutateAsync } = useMutation(trpc.messages.send.mutationOptions({ scope }));

  const change = (clientMsgId: string, part: Partial<Outgoing>) =>
    setEntries((known) => known.map((entry) => (entry.clientMsgId === clientMsgId ? { ...entry, ...part } : entry)));

  const deliver = ({ clientMsgId, text }: Outgoing) =>
    mutateAsync({
      conversation_id: conversationId,
      content: { text },
      client_metadata: { client_msg_id: clientMsgId, platform: 'web' },
    }).then(
      ({ message_id }) => change(clientMsgId, { state: 'accepted', messageId: message_id }),
      (error: unknown) => change(clientMsgId, { state: 'refused', error: toApiError(error) }),
    );

  return {
    entries,
    send: (text) => {
      const entry: Outgoing = { clientMsgId: crypto.randomUUID(), text, at: new Date(), state: 'sending' };
      setEntries((known) => [...known, entry]);
      void deliver(entry);
    },
    retry: (entry) => {
      change(entry.clientMsgId, { state: 'sending', error: undefined });
      void deliver(entry);
    },
    discard: (clientMsgId) => setEntries((known) => known.filter((entry) => entry.clientMsgId !== clientMsgId)),
  };
};
