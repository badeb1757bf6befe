'use client';

import { Search } from 'lucide-react';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import type { RefObject } from 'react';
import { inputClass } from '@/ui/field';
import { useTranslate } from '@/ui/preferences';
import { selectClass } from '@/ui/select';
import { useShortcut } from '@/ui/shortcuts';
import { mayReadAll } from '../shell/pages';
import { useUser } from '../shell/shell-context';
import type { ListFilter } from './list-filter';

type Props = {
  text: string;
  onText: (text: string) => void;
  filter: ListFilter;
  searchRef: RefObject<HTMLInputElement | null>;
  note: string;
};

/** Text filter, status, and whose conversations; the last two live in the address. */
export const ListControls = ({ text, onText, filter, searchRef, note }: Props) => {
  const t = useTranslate();
  const router = useRouter();
  const pathname = usePathname();
  const params = useSearchParams();
  const user = useUser();
  useShortcut('/', t('shortcuts.search'), () => searchRef.current?.focus());

  const set = (name: string, value: string) => {
    const next = new URLSearchParams(params);
    if (value === '') next.delete(name);
    else next.set(name, value);
    router.replace(`${pathname}?${next}`, { scroll: false });
  };

  return (
    <div className="flex shrink-0 flex-col gap-2 border-b px-3 py-2">
      <div className="relative">
        <Search className="pointer-events-none absolute top-2 left-2.5 size-4 text-faint" aria-hidden />
        <input
          ref={searchRef}
          type="search"
          value={text}
          aria-label={t('conversations.search')}
          aria-keyshortcuts="/"
          placeholder={t('conversations.search')}
          onChange={(event) => onText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            event.stopPropagation();
            if (text === '') event.currentTarget.blur();
            onText('');
          }}
          className={`${inputClass} pl-8`}
        />
      </div>
      <div className="flex items-center gap-2">
        <select
          aria-label={t('conversations.status')}
          value={filter.status ?? ''}
          onChange={(event) => set('status', event.target.value)}
          className={selectClass}
        >
          <option value="">{t('conversations.status_any')}</option>
          <option value="active">{t('conversations.status_active')}</option>
          <option value="archived">{t('conversations.status_archived')}</option>
        </select>
        {mayReadAll(user.roles) && (
          <select
            aria-label={t('conversations.scope')}
            value={filter.scope}
            onChange={(event) => set('scope', event.target.value)}
            className={selectClass}
          >
            <option value="all">{t('conversations.scope_all')}</option>
            <option value="own">{t('conversations.scope_own')}</option>
          </select>
        )}
        <span className="ml-auto truncate text-xs text-faint">{note}</span>
      </div>
    </div>
  );
};
