'use client';

import type { Button } from '@/ui/button';
import { useShortcut } from '@/ui/shortcuts';

/** Something that can be done with a case: a button, and a key for it. */
export type Act = {
  key: string;
  label: string;
  run: () => void;
  off?: boolean | undefined;
  look?: Parameters<typeof Button>[0]['look'];
};

const useAct = ({ key, label, run, off }: Act) => useShortcut(key, label, () => !off && run());

/** The key of one act; a component, because acts come and go. */
export const ActKey = ({ act }: { act: Act }) => {
  useAct(act);
  return null;
};
