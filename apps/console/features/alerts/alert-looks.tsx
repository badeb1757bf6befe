'use client';

import type { Alert, AlertSeverity, AlertState, AlertUnit } from '@message-service/shared/alerts';
import { BellOff, CircleAlert, CircleCheck, Eye, Info, Siren, TriangleAlert } from 'lucide-react';
import type { Locale } from '@/i18n/locale';
import type { Translate } from '@/i18n/translate';
import { cn } from '@/ui/cn';
import { formatCompact, formatDuration, formatMoney } from '@/ui/format';
import { usePreferences, useTranslate } from '@/ui/preferences';

const severities = {
  critical: { Icon: Siren, tone: 'text-danger' },
  warning: { Icon: TriangleAlert, tone: 'text-warn' },
  info: { Icon: Info, tone: 'text-info' },
};

/** Colour, shape and word say the same. */
export const SeverityBadge = ({ severity }: { severity: AlertSeverity }) => {
  const t = useTranslate();
  const { Icon, tone } = severities[severity];
  return (
    <span className={cn('inline-flex items-center gap-1 text-xs whitespace-nowrap', tone)}>
      <Icon className="size-3.5" aria-hidden />
      {t(`alerts.${severity}`)}
    </span>
  );
};

const states = {
  firing: { Icon: CircleAlert, tone: 'text-danger' },
  acknowledged: { Icon: Eye, tone: 'text-info' },
  muted: { Icon: BellOff, tone: 'text-muted' },
  resolved: { Icon: CircleCheck, tone: 'text-ok' },
};

export const StateBadge = ({ state }: { state: AlertState }) => {
  const t = useTranslate();
  const { Icon, tone } = states[state];
  return (
    <span className={cn('inline-flex items-center gap-1 text-xs whitespace-nowrap', tone)}>
      <Icon className="size-3.5" aria-hidden />
      {t(`alerts.${state}`)}
    </span>
  );
};

/** A reading with its unit. */
export const formatReading = (locale: Locale, t: Translate, value: number, unit: AlertUnit): string => {
  if (unit === 'ms') return formatDuration(locale, value);
  if (unit === 'usd') return formatMoney(locale, value);
  if (unit === 'ratio') {
    return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(value);
  }
  return t(`alerts.unit.${unit}`, { value: formatCompact(locale, value) });
};

export const Reading = ({ value, unit }: { value: number; unit: AlertUnit }) => {
  const { locale, t } = usePreferences();
  return <span className="whitespace-nowrap">{formatReading(locale, t, value, unit)}</span>;
};

/** What an alert is about, in words. */
export const AlertName = ({ alert: { rule, subject } }: { alert: Pick<Alert, 'rule' | 'subject'> }) => {
  const t = useTranslate();
  return (
    <>
      <span className="font-medium">{t(`alerts.rule.${rule}`)}</span>{' '}
      <span className="text-muted">{subject === '*' ? t('alerts.service') : subject}</span>
    </>
  );
};
