'use client';

import { Menu } from 'lucide-react';
import type { ReactNode } from 'react';
import type { LiveState } from '@/trpc/use-live-state';
import { IconButton } from '@/ui/button';
import { LiveBadge } from '@/ui/live-badge';
import { useTranslate } from '@/ui/preferences';
import { useShell } from './shell-context';

type Props = { title: string; live?: LiveState; children?: ReactNode };

/** The one line on top of a page: title, live dot, filters, the primary action. */
export const PageHeader = ({ title, live, children }: Props) => {
  const t = useTranslate();
  const { openNavigation } = useShell();
  return (
    <header className="flex h-12 shrink-0 items-center gap-3 border-b bg-canvas px-2 md:px-6">
      <IconButton label={t('nav.open')} size="touch" className="md:hidden" onClick={openNavigation}>
        <Menu className="size-4" aria-hidden />
      </IconButton>
      <h1 className="truncate text-md font-semibold">{title}</h1>
      {live && <LiveBadge state={live} />}
      {children && <div className="ml-auto flex items-center gap-2">{children}</div>}
    </header>
  );
};
