'use client';

import type { DeskMetrics } from '@message-service/shared/moderation';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '@/trpc/client';
import { Failure } from '@/ui/failure';
import { Empty, Panel } from '@/ui/panel';
import { usePreferences } from '@/ui/preferences';
import { ScrollRegion } from '@/ui/scroll-region';
import { SkeletonRows } from '@/ui/skeleton';
import { filterWord } from '../safety/names';
import { useFormats } from './use-formats';

const COLUMNS = ['hits', 'rate', 'cases', 'decided', 'cleared'] as const;

type Props = { days: number; cases: DeskMetrics['filters'] };

/** How often each filter finds something, and what becomes of the cases that it opens. */
export const FiltersPanel = ({ days, cases }: Props) => {
  const { t } = usePreferences();
  const { count, share } = useFormats();
  const trpc = useTRPC();
  const found = useQuery(trpc.analytics.filterHits.queryOptions({ days }));
  const hits = found.data?.hits ?? [];
  const names = [...new Set([...hits.map(({ filter }) => filter), ...cases.map(({ filter }) => filter)])];
  const rows = names.map((filter) => {
    const hit = hits.find((one) => one.filter === filter);
    const own = cases.find((one) => one.filter === filter);
    return {
      filter,
      hits: count(hit?.messages ?? 0),
      rate: share(hit ? hit.rate : null),
      cases: count(own?.cases ?? 0),
      decided: count(own?.decided ?? 0),
      cleared: share(own?.cleared ?? null),
    };
  });
  return (
    <Panel
      title={t('moderation.metrics.filters')}
      note={found.data && t('moderation.metrics.judged', { count: count(found.data.judged) })}
    >
      {found.error ? (
        <Failure error={found.error} onRetry={() => void found.refetch()} />
      ) : !found.data ? (
        <SkeletonRows rows={4} />
      ) : rows.length === 0 ? (
        <Empty title={t('moderation.metrics.none')} />
      ) : (
        <ScrollRegion label={t('moderation.metrics.filters')} className="overflow-x-auto">
          <table className="w-full text-left">
            <thead className="text-xs text-muted">
              <tr className="h-8">
                <th scope="col" className="px-4 font-normal">
                  {t('moderation.metrics.filter')}
                </th>
                {COLUMNS.map((name) => (
                  <th key={name} scope="col" className="px-3 text-right font-normal whitespace-nowrap last:pr-4">
                    {t(`moderation.metrics.${name}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.filter} className="h-9 border-t">
                  <td className="px-4 whitespace-nowrap">{filterWord(t, row.filter)}</td>
                  {COLUMNS.map((name) => (
                    <td key={name} className="px-3 text-right last:pr-4">
                      {row[name]}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </Panel>
  );
};
