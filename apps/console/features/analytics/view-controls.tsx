'use client';

import { X } from 'lucide-react';
import { Button } from '@/ui/button';
import { formatDateTime } from '@/ui/format';
import { usePreferences, useTranslate } from '@/ui/preferences';
import { Select } from '@/ui/select';
import { type AnalyticsView, FILTERS, RANGES, type RangeName } from './analytics-view';
import type { SetView } from './use-analytics-view';

type Props = { view: AnalyticsView; set: SetView };

export const RangeSelect = ({ view, set, ranges }: Props & { ranges: readonly RangeName[] }) => {
  const t = useTranslate();
  const own = view.between ? [{ value: 'own', text: t('analytics.range.own') }] : [];
  return (
    <Select
      label={t('analytics.range')}
      value={view.between ? 'own' : view.range}
      options={[
        ...own,
        ...RANGES.filter((name) => ranges.includes(name)).map((name) => ({
          value: name,
          text: t(`analytics.range.${name}`),
        })),
      ]}
      onChange={(value) => set({ range: value, from: null, to: null, at: null })}
    />
  );
};

/** What the figures are narrowed down to, each to be taken away again. */
export const FilterChips = ({ view, set }: Props) => {
  const { locale, t, timeZone } = usePreferences();
  const chips = [
    ...FILTERS.flatMap((name) => {
      const value = view.filters[name];
      return value ? [{ name, text: `${t(`analytics.filter.${name}`)}: ${value}`, clear: { [name]: null } }] : [];
    }),
    ...(view.between
      ? [
          {
            name: 'between',
            text: `${formatDateTime(locale, timeZone, view.between.from)} – ${formatDateTime(locale, timeZone, view.between.to)}`,
            clear: { from: null, to: null },
          },
        ]
      : []),
  ];
  if (chips.length === 0) return null;
  return (
    <ul aria-label={t('analytics.filters')} className="flex flex-wrap gap-2">
      {chips.map(({ name, text, clear }) => (
        <li key={name} className="min-w-0">
          <Button size="sm" onClick={() => set({ ...clear, at: null })}>
            <span className="truncate">{text}</span>
            <X className="size-3 shrink-0" aria-hidden />
            <span className="sr-only">{t('analytics.filter.remove')}</span>
          </Button>
        </li>
      ))}
    </ul>
  );
};
