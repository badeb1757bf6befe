'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useSubscription } from '@trpc/tanstack-react-query';
import { useTRPC } from '@/trpc/client';
import { useLiveState, usePageVisible } from '@/trpc/use-live-state';
import { Failure } from '@/ui/failure';
import { Panel } from '@/ui/panel';
import { useTranslate } from '@/ui/preferences';
import { PageHeader } from '../shell/page-header';
import { DeadLetterPanel } from './dead-letter-panel';
import { DependenciesPanel } from './dependencies-panel';
import { HourlyPanel } from './hourly-panel';
import { OverviewFigures } from './overview-figures';
import { OverviewSkeleton } from './overview-skeleton';
import { QueuesPanel } from './queues-panel';

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

  return (
    <>
      <PageHeader title={t('overview.title')} live={live} />
      <div className="flex-1 overflow-y-auto p-3 md:p-6">
        <div className="mx-auto grid max-w-6xl grid-cols-1 gap-4 lg:grid-cols-3">
          {overview.data ? (
            <>
              <OverviewFigures overview={overview.data} />
              <HourlyPanel hours={overview.data.received_per_hour} />
              <DependenciesPanel />
              <QueuesPanel queues={overview.data.queues} />
              <DeadLetterPanel count={overview.data.dead_letter.count} />
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
