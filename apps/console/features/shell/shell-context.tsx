'use client';

import type { SessionUser } from '@message-service/shared/auth';
import { createContext, useContext } from 'react';

type Shell = {
  user: SessionUser;
  openNavigation: () => void;
  openPalette: () => void;
};

export const ShellContext = createContext<Shell | null>(null);

export const useShell = (): Shell => {
  const shell = useContext(ShellContext);
  if (!shell) throw new Error('useShell needs the shell above it');
  return shell;
};

export const useUser = () => useShell().user;
