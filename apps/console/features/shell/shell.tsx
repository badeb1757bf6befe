'use client';

import type { SessionUser } from '@message-service/shared/auth';
import { useRouter } from 'next/navigation';
import { type ReactNode, useMemo, useState } from 'react';
import { ApiProvider } from '@/trpc/client';
import { rememberPreference, useTranslate } from '@/ui/preferences';
import { ShortcutProvider, useHoldShortcuts, useShortcut } from '@/ui/shortcuts';
import { Toaster } from '@/ui/toast';
import { useLoaded } from '@/ui/use-loaded';
import { type Page, pagesFor } from './pages';
import { Rail } from './rail';
import { ShellContext } from './shell-context';

const loadOverlays = () => import('./overlays');

type Overlay = 'palette' | 'shortcuts' | 'navigation' | null;
type Props = { user: SessionUser; railOpen: boolean; children: ReactNode };

const GoTo = ({ page }: { page: Page }) => {
  const t = useTranslate();
  const router = useRouter();
  const label = t('shortcuts.go', { page: t(`nav.${page.key}`) });
  useShortcut(`g ${page.letter}`, label, () => router.push(page.href), 'everywhere');
  return null;
};

const Frame = ({ user, railOpen: initiallyOpen, children }: Props) => {
  const t = useTranslate();
  const [overlay, setOverlay] = useState<Overlay>(null);
  const [railOpen, setRailOpen] = useState(initiallyOpen);
  const close = () => setOverlay(null);
  const overlays = useLoaded(loadOverlays, overlay !== null);
  useHoldShortcuts(overlay !== null);
  const toggleRail = () => {
    setRailOpen(!railOpen);
    void rememberPreference({ name: 'rail', value: railOpen ? 'closed' : 'open' });
  };
  useShortcut('mod+k', t('shortcuts.palette'), () => setOverlay('palette'), 'everywhere');
  useShortcut('?', t('shortcuts.sheet'), () => setOverlay('shortcuts'), 'everywhere');
  useShortcut('[', t('shortcuts.sidebar'), toggleRail, 'everywhere');

  const shell = useMemo(
    () => ({ user, openNavigation: () => setOverlay('navigation'), openPalette: () => setOverlay('palette') }),
    [user],
  );

  return (
    <ShellContext value={shell}>
      {pagesFor(user.roles).map((page) => (
        <GoTo key={page.key} page={page} />
      ))}
      <a
        href="#content"
        className="sr-only z-50 rounded-md bg-raised px-3 py-1.5 focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {t('nav.skip')}
      </a>
      <div className="flex h-dvh">
        <Rail
          open={railOpen}
          onToggle={toggleRail}
          drawerOpen={overlay === 'navigation'}
          onDrawerClose={close}
          onShortcuts={() => setOverlay('shortcuts')}
        />
        <main id="content" tabIndex={-1} className="flex min-w-0 flex-1 flex-col outline-none">
          {children}
        </main>
      </div>
      {overlays && overlay === 'palette' && (
        <overlays.Palette onClose={close} onShortcuts={() => setOverlay('shortcuts')} />
      )}
      {overlays && overlay === 'shortcuts' && <overlays.ShortcutSheet onClose={close} />}
      <Toaster />
    </ShellContext>
  );
};

/** Everything around a page once somebody has signed in. */
export const Shell = (props: Props) => (
  <ApiProvider>
    <ShortcutProvider>
      <Frame {...props} />
    </ShortcutProvider>
  </ApiProvider>
);
