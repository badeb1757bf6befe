'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Search } from 'lucide-react';
import { type FormEvent, type RefObject, useEffect, useId, useState } from 'react';
import { useTRPCClient } from '@/trpc/client';
import { Button } from '@/ui/button';
import { inputClass } from '@/ui/field';
import { useTranslate } from '@/ui/preferences';
import { suggestionsQuery } from './search-query';

const MAX_LENGTH = 1_000;
const TYPING_MS = 150;

const useLater = (text: string): string => {
  const [later, setLater] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setLater(text), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return later;
};

type Props = { q: string; input: RefObject<HTMLInputElement | null>; onSearch: (q: string) => void };

/** Where a query is typed; the browser's own list offers how its last word may go on. */
export const SearchForm = ({ q, input, onSearch }: Props) => {
  const t = useTranslate();
  const listId = useId();
  const [typed, setTyped] = useState(q);
  const later = useLater(typed);
  const { data } = useQuery({ ...suggestionsQuery(useTRPCClient(), later), placeholderData: keepPreviousData });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSearch(typed.trim());
  };
  return (
    <search>
      <form onSubmit={submit} className="flex gap-2">
        <input
          ref={input}
          type="search"
          aria-label={t('search.label')}
          placeholder={t('search.example')}
          value={typed}
          maxLength={MAX_LENGTH}
          list={listId}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setTyped(event.target.value)}
          className={inputClass}
        />
        <datalist id={listId}>
          {data?.items.map(({ text, start, end }) => (
            <option key={text} value={later.slice(0, start) + text + later.slice(end)} />
          ))}
        </datalist>
        <Button type="submit" look="primary">
          <Search className="size-3.5" aria-hidden />
          {t('search.go')}
        </Button>
      </form>
    </search>
  );
};
