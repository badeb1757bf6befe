'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { useTRPC } from '@/trpc/client';
import { formatBucketFull } from '@/ui/chart/time-axis';
import { Failure } from '@/ui/failure';
import { Panel } from '@/ui/panel';
import { usePreferences } from '@/ui/preferences';
import { Select } from '@/ui/select';
import { SkeletonRows } from '@/ui/skeleton';
import { useRowKeys } from '@/ui/use-row-keys';
import { PageHeader } from '../shell/page-header';
import { GROUPS, MEASURES } from './analytics-view';
import { endOf } from './buckets';
import { MessagesBehind } from './messages-behind';
import { UsageChart } from './usage-chart';
import { UsageFigures } from './usage-figures';
import { UsageTable } from './usage-table';
import { useAnalyticsView } from './use-analytics-view';
import { useLiveWindow } from './use-live-window';
import { FilterChips, RangeSelect } from './view-controls';

/** What was spent, on what and by whom, day by day. */
export const TokensPage = () => {
  const { locale, t, timeZone } = usePreferences();
  const trpc = useTRPC();
  const content = useRef<HTMLDivElement>(null);
  const { view, bounds, set } = useAnalyticsView('30d');
  const { user_id, conversation_id } = view.filters;
  // figures of single people are noted in the audit log each time that they are read
  const isNoted = view.by === 'user' || view.by === 'conversation' || Boolean(user_id || conversation_id);
  const usage = useQuery(
    trpc.analytics.tokenUsage.queryOptions(
      { ...bounds, ...view.filters, group_by: view.by, compare: true, series: true, limit: 50 },
      { placeholderData: keepPreviousData, refetchOnWindowFocus: !isNoted },
    ),
  );
  const { live } = useLiveWindow(() => void (isNoted || usage.refetch()));
  useRowKeys(content);
  const failure = usage.error && !usage.data ? usage.error : undefined;

  return (
    <>
      <PageHeader title={t('tokens.title')} live={live}>
        <RangeSelect view={view} set={set} ranges={['7d', '30d', '90d']} />
      </PageHeader>
      <div ref={content} className="flex-1 overflow-y-auto p-3 md:p-6">
        <div className="mx-auto flex max-w-6xl flex-col gap-4">
          <div className="flex flex-wrap items-center gap-2">
            <Select
              label={t('tokens.by')}
              value={view.by}
              options={GROUPS.map((name) => ({ value: name, text: t(`tokens.by.${name}`) }))}
              onChange={(by) => set({ by })}
            />
            <Select
              label={t('tokens.measure')}
              value={view.measure}
              options={MEASURES.map((name) => ({ value: name, text: t(`tokens.measure.${name}`) }))}
              onChange={(measure) => set({ measure })}
            />
            <FilterChips view={view} set={set} />
          </div>
          {failure ? (
            <Panel title={t('tokens.figures')}>
              <Failure error={failure} onRetry={() => void usage.refetch()} />
            </Panel>
          ) : (
            <>
              <UsageFigures report={usage.data} />
              <UsageChart report={usage.data} view={view} set={set} />
            </>
          )}
          {view.at && (
            <MessagesBehind
              title={t('analytics.behind', { when: formatBucketFull(locale, timeZone, view.at, 'day') })}
              range={{ from: view.at, to: endOf(view.at, 'day') }}
              filters={view.filters}
              failed={view.failed}
              onFailed={(failed) => set({ failed: failed ? '1' : null })}
              onClose={() => set({ at: null, failed: null })}
            />
          )}
          {usage.data ? (
            <UsageTable report={usage.data} view={view} set={set} />
          ) : (
            !failure && <SkeletonRows rows={5} />
          )}
        </div>
      </div>
    </>
  );
};
