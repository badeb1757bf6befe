'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useSubscription } from '@trpc/tanstack-react-query';
import { useRef } from 'react';
import { useTRPC } from '@/trpc/client';
import { useLiveState, usePageVisible } from '@/trpc/use-live-state';
import { Failure } from '@/ui/failure';
import { formatExact } from '@/ui/format';
import { Panel } from '@/ui/panel';
import { usePreferences } from '@/ui/preferences';
import { SkeletonRows } from '@/ui/skeleton';
import { useRowKeys } from '@/ui/use-row-keys';
import { PageHeader } from '../shell/page-header';
import { FaultsPanel } from './faults-panel';
import { ProviderTable } from './provider-table';

/** Every provider with its breaker, its last hour, and what an admin may decide about it. */
export const ProvidersPage = () => {
  const { locale, t } = usePreferences();
  const trpc = useTRPC();
  const client = useQueryClient();
  const visible = usePageVisible();
  const content = useRef<HTMLDivElement>(null);
  const status = useQuery(trpc.llm.status.queryOptions());
  const subscription = useSubscription(
    trpc.llm.live.subscriptionOptions(undefined, {
      enabled: visible,
      onData: (data) => client.setQueryData(trpc.llm.status.queryKey(), data),
    }),
  );
  const live = useLiveState(subscription, visible, status.dataUpdatedAt);
  useRowKeys(content);
  const { data, error } = status;
  const open =
    data &&
    t('providers.open_calls', {
      open: formatExact(locale, data.open_calls),
      most: formatExact(locale, data.max_open_calls),
    });

  return (
    <>
      <PageHeader title={t('providers.title')} live={live} />
      <div ref={content} className="flex-1 overflow-y-auto p-3 md:p-6">
        <div className="mx-auto flex max-w-6xl flex-col gap-4">
          <Panel title={t('providers.list')} note={open}>
            {data ? (
              <ProviderTable providers={data.items} />
            ) : error ? (
              <Failure error={error} onRetry={() => void status.refetch()} />
            ) : (
              <SkeletonRows rows={5} />
            )}
          </Panel>
          <FaultsPanel providers={data?.items} />
        </div>
      </div>
    </>
  );
};
