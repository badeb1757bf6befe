'use client';

import type { QueueStatus } from '@message-service/shared/queues';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useSubscription } from '@trpc/tanstack-react-query';
import { useEffect, useRef, useState } from 'react';
import { useTRPC } from '@/trpc/client';
import { useLiveState, usePageVisible } from '@/trpc/use-live-state';
import { Count } from '@/ui/count';
import { Failure } from '@/ui/failure';
import { Empty, Panel } from '@/ui/panel';
import { useTranslate } from '@/ui/preferences';
import { SkeletonRows } from '@/ui/skeleton';
import { useRowKeys } from '@/ui/use-row-keys';
import { PageHeader } from '../shell/page-header';
import { DeadLettersPanel } from './dead-letters-panel';
import { QueueTable } from './queue-table';
import { addSample, type Samples } from './samples';
import { WorkerTable } from './worker-table';

const useSamples = (status: QueueStatus | undefined): Samples => {
  const [samples, setSamples] = useState<Samples>({});
  useEffect(() => {
    if (status) setSamples((known) => addSample(known, status));
  }, [status]);
  return samples;
};

/** Every queue with its counts, its workers, and what could not be delivered. */
export const QueuesPage = () => {
  const t = useTranslate();
  const trpc = useTRPC();
  const client = useQueryClient();
  const visible = usePageVisible();
  const content = useRef<HTMLDivElement>(null);
  const status = useQuery(trpc.admin.queueStatus.queryOptions());
  const subscription = useSubscription(
    trpc.queues.live.subscriptionOptions(undefined, {
      enabled: visible,
      onData: (data) => client.setQueryData(trpc.admin.queueStatus.queryKey(), data),
    }),
  );
  const live = useLiveState(subscription, visible, status.dataUpdatedAt);
  const samples = useSamples(status.data);
  useRowKeys(content);
  const { data } = status;

  return (
    <>
      <PageHeader title={t('queues.title')} live={live} />
      <div ref={content} className="flex-1 overflow-y-auto p-3 md:p-6">
        <div className="mx-auto flex max-w-6xl flex-col gap-4">
          <Panel title={t('queues.title')}>
            {data ? (
              data.queues.length === 0 ? (
                <Empty title={t('queues.none')} />
              ) : (
                <QueueTable queues={data.queues} samples={samples} />
              )
            ) : status.error ? (
              <Failure error={status.error} onRetry={() => void status.refetch()} />
            ) : (
              <SkeletonRows rows={2} />
            )}
          </Panel>
          <DeadLettersPanel count={data?.dead_letter.count} />
          <Panel title={t('queues.worker_list')} note={data && <Count value={data.workers.length} />}>
            {data ? <WorkerTable workers={data.workers} /> : !status.error && <SkeletonRows rows={2} />}
          </Panel>
        </div>
      </div>
    </>
  );
};
