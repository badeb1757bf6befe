'use client';

import type { TokenUsageReport } from '@message-service/shared/analytics';
import { formatCompact, formatExact, formatMoney } from '@/ui/format';
import { usePreferences } from '@/ui/preferences';
import { FigureGrid, useChange } from './figure-grid';

const COUNTS = ['total_tokens', 'prompt_tokens', 'completion_tokens', 'messages'] as const;

/** The totals of the range, and how they compare with the range before. */
export const UsageFigures = ({ report }: { report: TokenUsageReport | undefined }) => {
  const { locale, t } = usePreferences();
  const change = useChange();
  const totals = report?.totals;
  const each = totals && totals.messages > 0 ? totals.total_cost / totals.messages : null;
  return (
    <FigureGrid
      label={t('tokens.figures')}
      figures={[
        ...COUNTS.map((name) => ({
          label: t(`tokens.measure.${name}`),
          value: totals && formatCompact(locale, totals[name]),
          ...(totals
            ? { title: formatExact(locale, totals[name]), note: change(totals[name], report.previous?.[name]) }
            : {}),
        })),
        {
          label: t('tokens.measure.total_cost'),
          value: totals && formatMoney(locale, totals.total_cost),
          ...(totals ? { note: change(totals.total_cost, report.previous?.total_cost) } : {}),
        },
        {
          label: t('tokens.per_message'),
          value: report && (each === null ? null : formatMoney(locale, each)),
          note:
            totals && totals.estimated_messages > 0
              ? t('tokens.estimated', { count: totals.estimated_messages })
              : undefined,
        },
      ]}
    />
  );
};
