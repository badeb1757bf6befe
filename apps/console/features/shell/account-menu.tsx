'use client';

import { Check, ChevronsUpDown, Keyboard, KeyRound, LogOut } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { locales } from '@/i18n/locale';
import { cn } from '@/ui/cn';
import { usePreferences, useTranslate } from '@/ui/preferences';
import { themes } from '@/ui/theme';
import { PasswordDialog } from './password-dialog';
import { useUser } from './shell-context';
import { languageNames, useSettings } from './use-settings';

const itemClass =
  'row-focus flex h-8 w-full items-center gap-2 rounded-md px-2 text-left hover:bg-hover focus-visible:bg-hover';

const Choice = ({ checked, onPick, children }: { checked: boolean; onPick: () => void; children: ReactNode }) => (
  <button
    type="button"
    role="menuitemradio"
    aria-checked={checked}
    tabIndex={-1}
    onClick={onPick}
    className={itemClass}
  >
    <Check className={cn('size-4 shrink-0 text-accent-text', !checked && 'invisible')} aria-hidden />
    {children}
  </button>
);

const targetOf = (key: string, index: number, count: number): number | null => {
  if (key === 'ArrowDown') return (index + 1) % count;
  if (key === 'ArrowUp') return (index - 1 + count) % count;
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : null;
};

const moveFocus = (event: KeyboardEvent<HTMLElement>) => {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role^="menuitem"]')];
  const index = items.findIndex((item) => item.matches(':focus'));
  const target = targetOf(event.key, index, items.length);
  if (target === null) return;
  event.preventDefault();
  items[target]?.focus();
};

type Props = { id: string; open: boolean; onShortcuts: () => void };

/** Who is signed in, with theme, language, keyboard help, the own password and sign-out. */
export const AccountMenu = ({ id, open, onShortcuts }: Props) => {
  const t = useTranslate();
  const { locale } = usePreferences();
  const user = useUser();
  const { theme, setTheme, setLanguage, signOut } = useSettings();
  const [changing, setChanging] = useState(false);
  const menu = useRef<HTMLDivElement>(null);
  const close = () => menu.current?.hidePopover();
  const pick = (act: () => void) => () => {
    close();
    act();
  };
  const initials = user.display_name.slice(0, 1).toUpperCase();
  return (
    <div className={cn('min-w-0', open && 'flex-1')}>
      <button
        type="button"
        popoverTarget={id}
        aria-haspopup="menu"
        aria-label={open ? undefined : t('menu.account')}
        title={open ? undefined : t('menu.account')}
        className={cn(
          'flex h-8 w-full min-w-0 items-center gap-2 rounded-md hover:bg-hover',
          open ? 'px-1.5' : 'justify-center px-1',
        )}
      >
        <span
          className="flex size-5 shrink-0 items-center justify-center rounded-full bg-accent-soft text-xs font-semibold text-accent-text"
          aria-hidden
        >
          {initials}
        </span>
        {open && <span className="truncate text-left">{user.display_name}</span>}
        {open && <span className="sr-only">{t('menu.account')}</span>}
        {open && <ChevronsUpDown className="ml-auto size-3.5 shrink-0 text-faint" aria-hidden />}
      </button>
      <div
        ref={menu}
        id={id}
        popover="auto"
        role="menu"
        aria-label={t('menu.account')}
        tabIndex={-1}
        onKeyDown={moveFocus}
        onToggle={(event) =>
          event.newState === 'open' && menu.current?.querySelector<HTMLElement>('[role^="menuitem"]')?.focus()
        }
        className="fixed inset-auto bottom-12 left-2 w-60 rounded-lg border bg-raised p-1 shadow-pop"
      >
        <div className="px-2 py-1.5">
          <p className="truncate font-medium">{user.display_name}</p>
          <p className="truncate text-xs text-muted">
            {user.email} · {user.roles.map((role) => t(`role.${role}`)).join(', ')}
          </p>
        </div>
        <fieldset aria-label={t('menu.theme')} className="border-t py-1">
          <p className="px-2 pt-1 text-xs text-faint" aria-hidden>
            {t('menu.theme')}
          </p>
          {themes.map((name) => (
            <Choice key={name} checked={theme === name} onPick={pick(() => setTheme(name))}>
              {t(`theme.${name}`)}
            </Choice>
          ))}
        </fieldset>
        <fieldset aria-label={t('menu.language')} className="border-t py-1">
          <p className="px-2 pt-1 text-xs text-faint" aria-hidden>
            {t('menu.language')}
          </p>
          {locales.map((name) => (
            <Choice key={name} checked={locale === name} onPick={pick(() => setLanguage(name))}>
              {languageNames[name]}
            </Choice>
          ))}
        </fieldset>
        <div className="border-t pt-1">
          <button type="button" role="menuitem" tabIndex={-1} className={itemClass} onClick={pick(onShortcuts)}>
            <Keyboard className="size-4 text-muted" aria-hidden />
            {t('menu.shortcuts')}
            <kbd className="ml-auto font-sans text-xs text-faint">?</kbd>
          </button>
          <button
            type="button"
            role="menuitem"
            tabIndex={-1}
            className={itemClass}
            onClick={pick(() => setChanging(true))}
          >
            <KeyRound className="size-4 text-muted" aria-hidden />
            {t('menu.password')}
          </button>
          <button type="button" role="menuitem" tabIndex={-1} className={itemClass} onClick={pick(signOut)}>
            <LogOut className="size-4 text-muted" aria-hidden />
            {t('menu.sign_out')}
          </button>
        </div>
      </div>
      {changing && <PasswordDialog email={user.email} onClose={() => setChanging(false)} />}
    </div>
  );
};
