'use client';

import { createContext, useContext } from 'react';
import type { Outbox } from './use-outbox';

type Thread = {
  characterName: string;
  /** The reader wrote the user's side of this conversation. */
  own: boolean;
  outbox: Outbox;
  answered: ReadonlySet<string>;
  refreshNewest: () => Promise<void>;
};

export const ThreadContext = createContext<Thread | null>(null);

export const useThread = (): Thread => {
  const thread = useContext(ThreadContext);
  if (!thread) throw new Error('useThread needs a ThreadContext above it');
  return thread;
};
