'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { useTRPC } from '@/trpc/client';
import { SharedCrosshair } from '@/ui/chart/crosshair';
import { formatBucketFull } from '@/ui/chart/time-axis';
import { Failure } from '@/ui/failure';
import { Panel } from '@/ui/panel';
import { usePreferences } from '@/ui/preferences';
import { useRowKeys } from '@/ui/use-row-keys';
import { PageHeader } from '../shell/page-header';
import { endOf } from './buckets';
import { LiveStrip } from './live-strip';
import { MessagesBehind } from './messages-behind';
import { PerformanceCharts } from './performance-charts';
import { ServedTable } from './served-table';
import { useAnalyticsView } from './use-analytics-view';
import { useLiveWindow } from './use-live-window';
import { FilterChips, RangeSelect } from './view-controls';

/** How fast answers are, where their time goes, and what fails. */
export const PerformancePage = () => {
  const { locale, t, timeZone } = usePreferences();
  const trpc = useTRPC();
  const content = useRef<HTMLDivElement>(null);
  const { view, bounds, set } = useAnalyticsView('24h');
  const { provider, model } = view.filters;
  const found = useQuery(
    trpc.analytics.performance.queryOptions(
      { ...bounds, ...(provider ? { provider } : {}), ...(model ? { model } : {}) },
      { placeholderData: keepPreviousData },
    ),
  );
  const { window, live } = useLiveWindow(() => void found.refetch());
  useRowKeys(content);
  const { data } = found;
  const point = data?.points.find(({ at }) => at.getTime() === view.at?.getTime());

  return (
    <>
      <PageHeader title={t('performance.title')} live={live}>
        <RangeSelect view={view} set={set} ranges={['1h', '24h', '3d', '7d', '30d', '90d']} />
      </PageHeader>
      <div ref={content} className="flex-1 overflow-y-auto p-3 md:p-6">
        <div className="mx-auto flex max-w-6xl flex-col gap-4">
          <LiveStrip window={window.data} />
          <FilterChips view={view} set={set} />
          {found.error && !data ? (
            <Panel title={t('performance.latency')}>
              <Failure error={found.error} onRetry={() => void found.refetch()} />
            </Panel>
          ) : (
            <SharedCrosshair>
              <PerformanceCharts data={data} set={set} />
            </SharedCrosshair>
          )}
          {view.at && data && (
            <MessagesBehind
              title={t('analytics.behind', { when: formatBucketFull(locale, timeZone, view.at, data.interval) })}
              range={{ from: view.at, to: endOf(view.at, data.interval) }}
              filters={{ ...(provider ? { provider } : {}), ...(model ? { model } : {}) }}
              failed={view.failed || (point !== undefined && point.replies === 0 && point.failed > 0)}
              onFailed={(failed) => set({ failed: failed ? '1' : null })}
              onClose={() => set({ at: null, failed: null })}
            />
          )}
          {!view.at && view.failed && data && (
            <MessagesBehind
              title={t('performance.failed_messages')}
              range={{ from: data.from, to: data.to }}
              filters={{ ...(provider ? { provider } : {}), ...(model ? { model } : {}) }}
              failed
              onClose={() => set({ failed: null })}
            />
          )}
          {data && (
            <>
              <ServedTable
                title={t('performance.by_provider')}
                rows={data.by_provider.map((row) => ({
                  ...row,
                  key: `${row.provider} ${row.model}`,
                  name: `${row.provider} · ${row.model}`,
                  onOpen: () => set({ provider: row.provider, model: row.model, at: null }),
                }))}
              />
              <ServedTable
                title={t('performance.by_worker')}
                rows={data.by_worker.map((row) => ({ ...row, key: row.worker_id, name: row.worker_id }))}
              />
            </>
          )}
        </div>
      </div>
    </>
  );
};
