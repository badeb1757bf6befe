'use client';

import type { CaseFilter, SavedFilter } from '@message-service/shared/moderation';
import type { RefObject } from 'react';
import { useTranslate } from '@/ui/preferences';
import { selectClass } from '@/ui/select';
import { CHOICES, toParams } from './desk-filter';

const SEVERITIES = [2, 3, 4, 5] as const;

type Props = {
  filter: CaseFilter;
  saved: readonly SavedFilter[];
  first: RefObject<HTMLSelectElement | null>;
  onChange: (filter: CaseFilter) => void;
};

const without = <K extends keyof CaseFilter>(filter: CaseFilter, key: K): CaseFilter => {
  const { [key]: _, ...rest } = filter;
  return rest as CaseFilter;
};

const isSame = (one: CaseFilter, other: CaseFilter) => toParams(one).toString() === toParams(other).toString();

/** Which cases are shown, and in which order. */
export const DeskFilters = ({ filter, saved, first, onChange }: Props) => {
  const t = useTranslate();
  return (
    <div className="flex flex-wrap gap-1.5 border-b px-3 py-2">
      {saved.length > 0 && (
        <select
          aria-label={t('moderation.saved_filters')}
          value={saved.find((one) => isSame(one.filter, filter))?.name ?? ''}
          onChange={(event) => {
            const chosen = saved.find(({ name }) => name === event.target.value);
            if (chosen) onChange(chosen.filter);
          }}
          className={selectClass}
        >
          <option value="">{t('moderation.saved_filters')}</option>
          {saved.map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      )}
      <select
        ref={first}
        aria-label={t('moderation.state')}
        aria-keyshortcuts="/"
        value={filter.state}
        onChange={(event) => onChange({ ...filter, state: event.target.value as CaseFilter['state'] })}
        className={selectClass}
      >
        {CHOICES.state.map((state) => (
          <option key={state} value={state}>
            {t(`moderation.state.${state}`)}
          </option>
        ))}
      </select>
      <select
        aria-label={t('moderation.severity')}
        value={filter.severity_min ?? ''}
        onChange={(event) =>
          onChange(
            event.target.value === ''
              ? without(filter, 'severity_min')
              : { ...filter, severity_min: Number(event.target.value) },
          )
        }
        className={selectClass}
      >
        <option value="">{t('moderation.severity_any')}</option>
        {SEVERITIES.map((level) => (
          <option key={level} value={level}>
            {t('moderation.severity_from', { level })}
          </option>
        ))}
      </select>
      <select
        aria-label={t('moderation.source')}
        value={filter.source ?? ''}
        onChange={(event) =>
          onChange(
            event.target.value === ''
              ? without(filter, 'source')
              : { ...filter, source: event.target.value as NonNullable<CaseFilter['source']> },
          )
        }
        className={selectClass}
      >
        <option value="">{t('moderation.source_any')}</option>
        {CHOICES.source.map((source) => (
          <option key={source} value={source}>
            {t(`moderation.source.${source}`)}
          </option>
        ))}
      </select>
      <select
        aria-label={t('moderation.claim')}
        value={filter.claim ?? ''}
        onChange={(event) =>
          onChange(
            event.target.value === ''
              ? without(filter, 'claim')
              : { ...filter, claim: event.target.value as NonNullable<CaseFilter['claim']> },
          )
        }
        className={selectClass}
      >
        <option value="">{t('moderation.claim_any')}</option>
        {CHOICES.claim.map((claim) => (
          <option key={claim} value={claim}>
            {t(`moderation.claim.${claim}`)}
          </option>
        ))}
      </select>
      <select
        aria-label={t('moderation.order')}
        value={filter.order}
        onChange={(event) => onChange({ ...filter, order: event.target.value as CaseFilter['order'] })}
        className={selectClass}
      >
        {CHOICES.order.map((order) => (
          <option key={order} value={order}>
            {t(`moderation.order.${order}`)}
          </option>
        ))}
      </select>
      <label className="inline-flex items-center gap-1 text-xs">
        <input
          type="checkbox"
          checked={filter.overdue === true}
          onChange={(event) =>
            onChange(event.target.checked ? { ...filter, overdue: true } : without(filter, 'overdue'))
          }
          className="size-3.5 accent-(--accent)"
        />
        {t('moderation.only_overdue')}
      </label>
    </div>
  );
};
