'use client';

import { type FormEvent, useState } from 'react';
import { Button } from '@/ui/button';
import { cn } from '@/ui/cn';
import { inputClass } from '@/ui/field';
import { useTranslate } from '@/ui/preferences';
import { type AuditFilter, FILTERS, type FilterName, isSearchable } from './audit-filter';

const TEXTS = ['text', 'actor', 'action', 'target_id'] as const;
const DAYS = ['from', 'to'] as const;
const DAY_MS = 86_400_000;

type Props = {
  filter: AuditFilter;
  params: { get: (name: string) => string | null };
  onChange: (changes: Partial<Record<FilterName, string>>) => void;
};

const dayOf = (date: Date | undefined) => date?.toISOString().slice(0, 10) ?? '';

/** What to look for. Days are whole ones, in UTC. */
export const AuditFilters = ({ filter, params, onChange }: Props) => {
  const t = useTranslate();
  const [faulty, setFaulty] = useState<readonly FilterName[]>([]);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const texts = TEXTS.map((name) => [name, String(form.get(name) ?? '').trim()] as const);
    const wrong = texts.filter(([name, value]) => !isSearchable(name, value)).map(([name]) => name);
    setFaulty(wrong);
    if (wrong.length > 0) return;
    const [from, to] = DAYS.map((name) => String(form.get(name) ?? ''));
    onChange({
      ...Object.fromEntries(texts),
      from: from ? `${from}T00:00:00.000Z` : '',
      to: to ? new Date(Date.parse(`${to}T00:00:00.000Z`) + DAY_MS).toISOString() : '',
    });
  };
  const isFiltered = FILTERS.some((name) => filter[name] !== undefined);
  return (
    <form
      key={params.toString()}
      onSubmit={submit}
      aria-label={t('audit.filters')}
      className="grid grid-cols-2 items-end gap-2 md:grid-cols-4 lg:grid-cols-[repeat(4,minmax(0,1fr))_auto_auto_auto]"
    >
      {TEXTS.map((name) => (
        <label key={name} className="flex min-w-0 flex-col gap-1 text-xs text-muted">
          {t(`audit.filter.${name}`)}
          <input
            name={name}
            defaultValue={filter[name] ?? ''}
            maxLength={200}
            placeholder={t(`audit.filter.${name}.example`)}
            aria-invalid={faulty.includes(name) ? true : undefined}
            className={cn(inputClass, 'placeholder:text-faint')}
          />
        </label>
      ))}
      {DAYS.map((name) => (
        <label key={name} className="flex min-w-0 flex-col gap-1 text-xs text-muted">
          {t(`audit.filter.${name}`)}
          <input
            type="date"
            name={name}
            defaultValue={
              name === 'from' ? dayOf(filter.from) : dayOf(filter.to && new Date(filter.to.getTime() - DAY_MS))
            }
            className={inputClass}
          />
        </label>
      ))}
      <div className="flex gap-2">
        <Button type="submit" look="primary">
          {t('audit.search')}
        </Button>
        {isFiltered && (
          <Button onClick={() => onChange(Object.fromEntries(FILTERS.map((name) => [name, ''])))}>
            {t('audit.clear')}
          </Button>
        )}
      </div>
    </form>
  );
};
