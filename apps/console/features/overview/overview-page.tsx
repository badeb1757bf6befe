'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useSubscription } from '@trpc/tanstack-react-query';
import { useTRPC } from '@/trpc/client';
import { useLiveState, usePageVisible } from '@/trpc/use-live-state';
import { Failure } from '@/ui/failure';
import { Panel } from '@/ui/panel';
import { useTranslate } from '@/ui/preferences';
import { PageHeader } from '../shell/page-header';
import { DependenciesPanel } from './dependencies-panel';
import { HourlyPanel } from './hourly-panel';
import { DayFigures, NowFigures } from './overview-figures';
import { OverviewSkeleton } from './overview-skeleton';
import { ProvidersPanel } from './providers-panel';
import { QueuesPanel } from './queues-panel';

/** Figures of the past that are older than this say so. */
const LATE_SECONDS = 5;

/** What the service is doing now, each figure leading to the rows behind it. */
export const OverviewPage = () => {
  const t = useTranslate();
  const trpc = useTRPC();
  const client = useQueryClient();
  const visible = usePageVisible();
  const overview = useQuery(trpc.overview.get.queryOptions());
  const subscription = useSubscription(
    trpc.overview.live.subscriptionOptions(undefined, {
      enabled: visible,
      onData: (data) => client.setQueryData(trpc.overview.get.queryKey(), data),
    }),
  );
  const live = useLiveState(subscription, visible, overview.dataUpdatedAt);
  const lag = overview.data?.lag_seconds ?? 0;

  return (
    <>
      <PageHeader title={t('overview.title')} live={live}>
        {lag >= LATE_SECONDS && <span className="text-xs text-warn">{t('analytics.lag', { seconds: lag })}</span>}
      </PageHeader>
      <div className="flex-1 overflow-y-auto p-3 md:p-6">
        <div className="mx-auto grid max-w-6xl grid-cols-1 gap-4 lg:grid-cols-3">
          {overview.data ? (
            <>
              <NowFigures overview={overview.data} />
              <DayFigures overview={overview.data} />
              <HourlyPanel hours={overview.data.received_per_hour} />
              <DependenciesPanel />
              <QueuesPanel queues={overview.data.queues} />
              <ProvidersPanel providers={overview.data.providers} />
            </>
          ) : overview.error ? (
            <>
              <Panel title={t('overview.figures')} className="lg:col-span-2">
                <Failure error={overview.error} onRetry={() => void overview.refetch()} />
              </Panel>
              <DependenciesPanel />
            </>
          ) : (
            <OverviewSkeleton />
          )}
        </div>
      </div>
    </>
  );
};
