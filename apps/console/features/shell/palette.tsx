'use client';

import { useQuery } from '@tanstack/react-query';
import { ArrowRight, Hash, Keyboard, Languages, LogOut, type LucideIcon, MessagesSquare, SunMoon } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { locales } from '@/i18n/locale';
import { useTRPC } from '@/trpc/client';
import { cn } from '@/ui/cn';
import { Dialog } from '@/ui/dialog';
import { shortenId } from '@/ui/format';
import { usePreferences, useTranslate } from '@/ui/preferences';
import { themes } from '@/ui/theme';
import { pagesFor, subpagesFor } from './pages';
import { rankMatches } from './rank-matches';
import { useUser } from './shell-context';
import { languageNames, useSettings } from './use-settings';

type Command = { id: string; group: string; label: string; Icon: LucideIcon; hint?: string; run: () => void };

const MOST_SHOWN = 50;

const useCommands = (query: string, onShortcuts: () => void): Command[] => {
  const t = useTranslate();
  const router = useRouter();
  const trpc = useTRPC();
  const { locale } = usePreferences();
  const user = useUser();
  const { theme, setTheme, setLanguage, signOut } = useSettings();
  const recent = useQuery(trpc.conversations.list.queryOptions({ limit: 100 }));

  const goTo = (href: string) => () => router.push(href);
  const id = query.trim();
  const byId: Command[] = [
    ...(/^msg_[A-Za-z0-9]{9,64}$/.test(id)
      ? [{ label: t('palette.open_message', { id: shortenId(id) }), run: goTo(`/messages/${id}`) }]
      : []),
    ...(/^conv_[A-Za-z0-9]{9,64}$/.test(id)
      ? [{ label: t('palette.open_conversation', { id: shortenId(id) }), run: goTo(`/conversations/${id}`) }]
      : []),
  ].map((command) => ({ ...command, id: `id ${id}`, group: t('palette.ids'), Icon: Hash }));
  if (byId.length > 0) return byId;

  const commands: Command[] = [
    ...pagesFor(user.roles).map(({ href, key, letter, Icon }) => ({
      id: href,
      group: t('palette.pages'),
      label: t(`nav.${key}`),
      hint: `g ${letter}`,
      Icon,
      run: goTo(href),
    })),
    ...subpagesFor(user.roles).map(({ href, label }) => ({
      id: href,
      group: t('palette.pages'),
      label: t(label),
      Icon: ArrowRight,
      run: goTo(href),
    })),
    {
      id: 'new',
      group: t('palette.actions'),
      label: t('conversations.new'),
      Icon: MessagesSquare,
      run: goTo('/conversations?new=1'),
    },
    ...themes
      .filter((name) => name !== theme)
      .map((name) => ({
        id: `theme ${name}`,
        group: t('palette.actions'),
        label: t('theme.set', { name: t(`theme.${name}`) }),
        Icon: SunMoon,
        run: () => setTheme(name),
      })),
    ...locales
      .filter((name) => name !== locale)
      .map((name) => ({
        id: `language ${name}`,
        group: t('palette.actions'),
        label: t('language.set', { name: languageNames[name] }),
        Icon: Languages,
        run: () => setLanguage(name),
      })),
    {
      id: 'shortcuts',
      group: t('palette.actions'),
      label: t('menu.shortcuts'),
      hint: '?',
      Icon: Keyboard,
      run: onShortcuts,
    },
    { id: 'sign-out', group: t('palette.actions'), label: t('menu.sign_out'), Icon: LogOut, run: signOut },
    ...(recent.data?.items ?? []).map(({ conversation_id, title }) => ({
      id: conversation_id,
      group: t('palette.conversations'),
      label: title || t('conversations.untitled'),
      Icon: ArrowRight,
      run: goTo(`/conversations/${conversation_id}`),
    })),
  ];
  return rankMatches(commands, query, ({ label }) => label).slice(0, MOST_SHOWN);
};

type Props = { onClose: () => void; onShortcuts: () => void };

/** Anything by name: pages, actions, conversations, and whatever an id names. */
export const Palette = ({ onClose, onShortcuts }: Props) => {
  const t = useTranslate();
  const listId = useId();
  const [query, setQuery] = useState('');
  const [index, setIndex] = useState(0);
  const commands = useCommands(query, onShortcuts);
  const list = useRef<HTMLDivElement>(null);
  const active = Math.min(index, commands.length - 1);

  useEffect(() => {
    list.current?.querySelector(`[data-index="${active}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  const run = (command: Command | undefined) => {
    if (!command) return;
    onClose();
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setIndex((active + step + commands.length) % Math.max(commands.length, 1));
    else if (event.key === 'Enter') run(commands[active]);
    else return;
    event.preventDefault();
  };

  return (
    <Dialog title={t('palette.title')} onClose={onClose} bare className="max-w-xl">
      <input
        autoFocus
        role="combobox"
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={commands[active] ? `${listId}-${active}` : undefined}
        aria-label={t('palette.title')}
        placeholder={t('palette.placeholder')}
        value={query}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => {
          setQuery(event.target.value);
          setIndex(0);
        }}
        onKeyDown={onKeyDown}
        className="h-12 w-full shrink-0 border-b bg-transparent px-4 text-md outline-none"
      />
      <div ref={list} id={listId} role="listbox" aria-label={t('palette.title')} className="overflow-y-auto p-1">
        {commands.map((command, position) => (
          <CommandRow
            key={command.id}
            command={command}
            id={`${listId}-${position}`}
            index={position}
            active={position === active}
            startsGroup={command.group !== commands[position - 1]?.group}
            onPick={() => run(command)}
            onPoint={() => setIndex(position)}
          />
        ))}
      </div>
      {commands.length === 0 && (
        <p className="px-4 pt-2 pb-5 text-center text-muted">{t('palette.empty', { query })}</p>
      )}
      <p className="sr-only" role="status">
        {t.plural('palette.results', commands.length)}
      </p>
    </Dialog>
  );
};

type RowProps = {
  command: Command;
  id: string;
  index: number;
  active: boolean;
  startsGroup: boolean;
  onPick: () => void;
  onPoint: () => void;
};

const CommandRow = ({ command, id, index, active, startsGroup, onPick, onPoint }: RowProps) => (
  <>
    {startsGroup && (
      <p role="presentation" className="px-3 pt-2 pb-1 text-xs text-faint">
        {command.group}
      </p>
    )}
    {/* the input keeps the focus and the keys; a row only answers to the pointer */}
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={active}
      data-index={index}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onPick}
      onKeyDown={(event) => event.key === 'Enter' && onPick()}
      onMouseMove={onPoint}
      className={cn('flex h-9 cursor-pointer items-center gap-3 rounded-md px-3', active && 'bg-active')}
    >
      <command.Icon className="size-4 shrink-0 text-muted" aria-hidden />
      <span className="truncate">{command.label}</span>
      {command.hint && (
        <kbd className="ml-auto shrink-0 font-sans text-xs text-muted" aria-hidden>
          {command.hint}
        </kbd>
      )}
    </div>
  </>
);
