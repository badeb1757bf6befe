'use client';

import type { SafetyPolicy } from '@message-service/shared/safety';
import { ArrowRight } from 'lucide-react';
import type { Translate } from '@/i18n/translate';
import { useTranslate } from '@/ui/preferences';
import { ENTITIES, FILTERS } from './names';
import { changesBetween } from './policy-changes';

type Row = { name: string; before: string; after: string };

const rowsBetween = (t: Translate, base: SafetyPolicy, other: SafetyPolicy): Row[] => {
  const changes = changesBetween(base, other);
  const filter = (policy: SafetyPolicy, name: (typeof FILTERS)[number]) =>
    policy.filters[name].enabled ? t('safety.version', { version: policy.filters[name].version }) : t('safety.off');
  const yes = (on: boolean) => t(on ? 'safety.yes' : 'safety.no');
  const languages = (policy: SafetyPolicy) => policy.languages.join(', ') || t('safety.languages_all');
  const row = (name: string, show: (policy: SafetyPolicy) => string): Row => ({
    name,
    before: show(base),
    after: show(other),
  });
  return [
    ...FILTERS.filter((name) => changes.filters?.[name]).map((name) =>
      row(t(`safety.filter.${name}`), (policy) => filter(policy, name)),
    ),
    ...ENTITIES.filter((entity) => changes.pii?.[entity]).map((entity) =>
      row(t(`safety.entity.${entity}`), (policy) => t(`safety.action.${policy.pii[entity]}`)),
    ),
    ...(['review_threshold', 'block_threshold'] as const)
      .filter((name) => changes[name] !== undefined)
      .map((name) => row(t(`safety.${name}`), (policy) => String(policy[name]))),
    ...(changes.languages ? [row(t('safety.languages'), languages)] : []),
    ...(changes.mask_profanity === undefined
      ? []
      : [row(t('safety.mask_profanity'), (policy) => yes(policy.mask_profanity))]),
  ];
};

/** In what a policy differs from another one, line by line. */
export const PolicyDiff = ({ base, other }: { base: SafetyPolicy; other: SafetyPolicy }) => {
  const t = useTranslate();
  const rows = rowsBetween(t, base, other);
  if (rows.length === 0) return <p className="text-muted">{t('safety.differs_not')}</p>;
  return (
    <ul className="flex flex-col gap-1">
      {rows.map(({ name, before, after }) => (
        <li key={name} className="flex flex-wrap items-center gap-x-2">
          <span className="text-muted">{name}</span>
          <span className="sr-only">{t('safety.becomes_decision', { before, after })}</span>
          <span aria-hidden className="inline-flex items-center gap-1">
            <span className="text-muted line-through">{before}</span>
            <ArrowRight className="size-3.5 text-muted" />
            <span className="font-medium">{after}</span>
          </span>
        </li>
      ))}
    </ul>
  );
};
