'use client';

import type { TokenUsageItem, TokenUsageReport } from '@message-service/shared/analytics';
import { formatExact, formatMoney } from '@/ui/format';
import { Empty, Panel } from '@/ui/panel';
import { usePreferences } from '@/ui/preferences';
import { ScrollRegion } from '@/ui/scroll-region';
import type { AnalyticsView } from './analytics-view';
import type { SetView } from './use-analytics-view';

type Props = { report: TokenUsageReport; view: AnalyticsView; set: SetView };

const COUNTS = ['messages', 'prompt_tokens', 'completion_tokens', 'total_tokens'] as const;

/** Choosing a group narrows everything down to it; a day shows its messages. */
const narrow = ({ by }: AnalyticsView, key: string): Record<string, string | null> => {
  switch (by) {
    case 'day':
      return { at: `${key}T00:00:00.000Z` };
    case 'user':
      return { user_id: key, by: 'model' };
    case 'conversation':
      return { conversation_id: key, by: 'day' };
    default:
      return { [by]: key, by: 'user' };
  }
};

/** The largest groups first, each leading to its own figures. */
export const UsageTable = ({ report, view, set }: Props) => {
  const { locale, t } = usePreferences();
  const total = report.totals.total_tokens;
  const share = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const rows = view.by === 'day' ? report.items.toReversed() : report.items;
  const more = report.groups - report.items.length;
  const shareOf = (item: TokenUsageItem) => (total > 0 ? item.total_tokens / total : 0);
  return (
    <Panel title={t(`tokens.table.${view.by}`)} note={more > 0 ? t('tokens.more', { count: more }) : undefined}>
      {rows.length > 0 ? (
        <ScrollRegion label={t(`tokens.table.${view.by}`)} className="overflow-x-auto">
          <table className="w-full text-left">
            <thead className="text-xs text-muted">
              <tr className="h-8">
                <th scope="col" className="px-4 font-normal">
                  {t(`tokens.by.${view.by}`)}
                </th>
                {COUNTS.map((name) => (
                  <th key={name} scope="col" className="px-3 text-right font-normal whitespace-nowrap">
                    {t(`tokens.measure.${name}`)}
                  </th>
                ))}
                <th scope="col" className="px-3 text-right font-normal">
                  {t('tokens.measure.total_cost')}
                </th>
                <th scope="col" className="px-3 pr-4 text-right font-normal">
                  {t('tokens.share')}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((item) => (
                <tr key={item.key} className="h-8 border-t hover:bg-hover has-focus-visible:bg-hover">
                  <td className="max-w-72 px-4">
                    <button
                      type="button"
                      data-row
                      title={item.key}
                      onClick={() => set(narrow(view, item.key))}
                      className="row-focus max-w-full truncate py-1 text-left hover:underline"
                    >
                      {item.key}
                    </button>
                  </td>
                  {COUNTS.map((name) => (
                    <td key={name} className="px-3 text-right tabular-nums">
                      {formatExact(locale, item[name])}
                    </td>
                  ))}
                  <td className="px-3 text-right tabular-nums">{formatMoney(locale, item.total_cost)}</td>
                  <td className="relative px-3 pr-4 text-right tabular-nums">
                    <svg aria-hidden className="absolute inset-y-1 right-2 left-2" width="100%" height="75%">
                      <rect width={`${shareOf(item) * 100}%`} height="100%" rx="2" className="fill-accent-soft" />
                    </svg>
                    <span className="relative">{share.format(shareOf(item))}</span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      ) : (
        <Empty title={t('tokens.none')} hint={t('tokens.none_hint')} />
      )}
    </Panel>
  );
};
