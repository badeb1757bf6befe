'use client';

import { PanelLeftClose, PanelLeftOpen, Search, X } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useLayoutEffect, useRef } from 'react';
import { IconButton } from '@/ui/button';
import { cn } from '@/ui/cn';
import { useTranslate } from '@/ui/preferences';
import { AccountMenu } from './account-menu';
import { isCurrentPage, pagesFor } from './pages';
import { useShell, useUser } from './shell-context';

const Mark = () => (
  <svg viewBox="0 0 32 32" className="size-6 shrink-0" aria-hidden="true">
    <rect width="32" height="32" rx="8" className="fill-accent" />
    <path d="M9 10h14M9 16h9M9 22h5" stroke="#fff" strokeWidth="3" strokeLinecap="round" />
  </svg>
);

const Links = ({ open, onFollow }: { open: boolean; onFollow?: () => void }) => {
  const t = useTranslate();
  const pathname = usePathname();
  const { roles } = useUser();
  return (
    <ul className="flex flex-col gap-0.5 px-2">
      {pagesFor(roles).map(({ href, key, Icon }) => {
        const current = isCurrentPage(href, pathname);
        const label = t(`nav.${key}`);
        return (
          <li key={key}>
            <Link
              href={href}
              onClick={onFollow}
              aria-current={current ? 'page' : undefined}
              aria-label={open ? undefined : label}
              title={open ? undefined : label}
              className={cn(
                'flex h-8 items-center gap-2.5 rounded-md px-2',
                current ? 'bg-active font-medium text-text' : 'text-muted hover:bg-hover hover:text-text',
              )}
            >
              <Icon className="size-4 shrink-0" aria-hidden />
              {open && <span className="truncate">{label}</span>}
            </Link>
          </li>
        );
      })}
    </ul>
  );
};

const SearchButton = ({ open, onPress }: { open: boolean; onPress: () => void }) => {
  const t = useTranslate();
  const label = t('palette.open');
  return (
    <button
      type="button"
      onClick={onPress}
      aria-label={open ? undefined : label}
      title={open ? undefined : label}
      className="mx-2 mb-2 flex h-8 items-center gap-2.5 rounded-md border px-2 text-muted hover:bg-hover hover:text-text"
    >
      <Search className="size-4 shrink-0" aria-hidden />
      {open && (
        <>
          <span className="truncate">{label}</span>
          <kbd className="ml-auto font-sans text-xs text-faint" aria-hidden>
            Ctrl K
          </kbd>
        </>
      )}
    </button>
  );
};

type Props = {
  open: boolean;
  onToggle: () => void;
  drawerOpen: boolean;
  onDrawerClose: () => void;
  onShortcuts: () => void;
};

/** Navigation: a rail that folds to icons, and a drawer on a phone. */
export const Rail = ({ open, onToggle, drawerOpen, onDrawerClose, onShortcuts }: Props) => {
  const t = useTranslate();
  const { openPalette } = useShell();
  return (
    <>
      <nav
        aria-label={t('nav.label')}
        className={cn('hidden shrink-0 flex-col border-r bg-canvas md:flex', open ? 'w-52' : 'w-13')}
      >
        <div className="flex h-12 shrink-0 items-center gap-2 px-3.5">
          <Mark />
          {open && <span className="truncate font-semibold">{t('app.name')}</span>}
        </div>
        <SearchButton open={open} onPress={openPalette} />
        <Links open={open} />
        <div className={cn('mt-auto flex gap-0.5 p-2', open ? 'items-center' : 'flex-col items-center')}>
          <AccountMenu open={open} onShortcuts={onShortcuts} id="rail-account" />
          <IconButton label={t(open ? 'nav.collapse' : 'nav.expand')} aria-keyshortcuts="[" onClick={onToggle}>
            {open ? (
              <PanelLeftClose className="size-4" aria-hidden />
            ) : (
              <PanelLeftOpen className="size-4" aria-hidden />
            )}
          </IconButton>
        </div>
      </nav>
      {drawerOpen && <Drawer onClose={onDrawerClose} onShortcuts={onShortcuts} />}
    </>
  );
};

const Drawer = ({ onClose, onShortcuts }: { onClose: () => void; onShortcuts: () => void }) => {
  const t = useTranslate();
  const { openPalette } = useShell();
  const ref = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={ref}
      aria-label={t('nav.label')}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onMouseDown={(event) => event.target === event.currentTarget && onClose()}
      className="m-0 h-dvh max-h-none w-68 max-w-[86vw] flex-col border-r bg-canvas p-0 open:flex"
    >
      <div className="flex h-12 shrink-0 items-center gap-2 pr-2 pl-3.5">
        <Mark />
        <span className="truncate font-semibold">{t('app.name')}</span>
        <IconButton label={t('nav.close')} onClick={onClose} size="touch" className="ml-auto">
          <X className="size-4" aria-hidden />
        </IconButton>
      </div>
      <SearchButton open onPress={openPalette} />
      <nav aria-label={t('nav.label')}>
        <Links open onFollow={onClose} />
      </nav>
      <div className="mt-auto flex p-2">
        <AccountMenu open onShortcuts={onShortcuts} id="drawer-account" />
      </div>
    </dialog>
  );
};
