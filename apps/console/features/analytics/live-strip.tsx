'use client';

import type { LiveWindow } from '@message-service/shared/analytics';
import { formatCompact, formatDuration, formatMoney } from '@/ui/format';
import { usePreferences } from '@/ui/preferences';
import { FigureGrid } from './figure-grid';

/** The last five minutes. */
export const LiveStrip = ({ window }: { window: LiveWindow | undefined }) => {
  const { locale, t } = usePreferences();
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const duration = (value: number | null) => (value === null ? null : formatDuration(locale, value));
  return (
    <FigureGrid
      label={t('performance.window')}
      figures={[
        {
          label: t('performance.replies'),
          value: window && formatCompact(locale, window.replies),
          note: t('performance.last_minutes'),
        },
        {
          label: t('performance.p50'),
          value: window && duration(window.total.p50),
          note:
            window?.total.p99 != null
              ? t('performance.p99_of', { value: formatDuration(locale, window.total.p99) })
              : undefined,
        },
        {
          label: t('performance.p95'),
          value: window && duration(window.total.p95),
          note: t('performance.whole_answer'),
        },
        {
          label: t('performance.first_token'),
          value: window && duration(window.first_token.p50),
          note: t('performance.median'),
        },
        {
          label: t('performance.error_rate'),
          value: window && (window.error_rate === null ? null : percent.format(window.error_rate)),
          alarming: (window?.failed ?? 0) > 0,
          note: window && window.failed > 0 ? t('performance.failed_count', { count: window.failed }) : undefined,
        },
        {
          label: t('performance.tokens'),
          value: window && formatCompact(locale, window.total_tokens),
          note: window && formatMoney(locale, window.total_cost),
        },
      ]}
    />
  );
};
