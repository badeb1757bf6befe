'use client';

import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSubscription } from '@trpc/tanstack-react-query';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useRef } from 'react';
import { useTRPC, useTRPCClient } from '@/trpc/client';
import { useLiveState, usePageVisible } from '@/trpc/use-live-state';
import { Button } from '@/ui/button';
import { Failure } from '@/ui/failure';
import { Empty, Panel } from '@/ui/panel';
import { useTranslate } from '@/ui/preferences';
import { selectClass } from '@/ui/select';
import { SkeletonRows } from '@/ui/skeleton';
import { useRowKeys } from '@/ui/use-row-keys';
import { PageHeader } from '../shell/page-header';
import { AlertDetail } from './alert-detail';
import { readAlertFilter } from './alert-filter';
import { AlertTable } from './alert-table';
import { alertsKey, alertsQuery } from './alerts-query';
import { WatchedPanel } from './watched-panel';

const SHOWN = [
  ['', 'alerts.open'],
  ['resolved', 'alerts.resolved_ones'],
  ['all', 'alerts.all'],
] as const;
const SEVERITIES = ['critical', 'warning', 'info'] as const;

/** What is wrong with the service now, what was, and what is watched. */
export const AlertsPage = () => {
  const t = useTranslate();
  const trpc = useTRPC();
  const client = useQueryClient();
  const router = useRouter();
  const pathname = usePathname();
  const params = useSearchParams();
  const filter = readAlertFilter(params);
  const visible = usePageVisible();
  const content = useRef<HTMLDivElement>(null);
  const list = useInfiniteQuery(alertsQuery(useTRPCClient(), filter));
  const overview = useQuery(trpc.alerts.overview.queryOptions());
  const subscription = useSubscription(
    trpc.alerts.live.subscriptionOptions(undefined, {
      enabled: visible,
      onData: (data) => {
        const known = client.getQueryData(trpc.alerts.overview.queryKey());
        client.setQueryData(trpc.alerts.overview.queryKey(), data);
        if (known?.version === data.version) return;
        void client.invalidateQueries({ queryKey: alertsKey });
        void client.invalidateQueries({ queryKey: trpc.alerts.get.queryKey() });
      },
    }),
  );
  const live = useLiveState(subscription, visible, overview.dataUpdatedAt);
  useRowKeys(content);
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const chosen = filter.chosen ?? rows[0]?.alert_id;

  const set = (name: string, value: string) => {
    const next = new URLSearchParams(params);
    if (value === '') next.delete(name);
    else next.set(name, value);
    router.replace(`${pathname}?${next}`, { scroll: false });
  };

  return (
    <>
      <PageHeader title={t('alerts.title')} live={live}>
        <select
          aria-label={t('alerts.which')}
          value={filter.which === 'open' ? '' : filter.which}
          onChange={(event) => set('show', event.target.value)}
          className={selectClass}
        >
          {SHOWN.map(([value, key]) => (
            <option key={key} value={value}>
              {t(key)}
            </option>
          ))}
        </select>
        <select
          aria-label={t('alerts.severity')}
          value={filter.severity ?? ''}
          onChange={(event) => set('severity', event.target.value)}
          className={selectClass}
        >
          <option value="">{t('alerts.severity_any')}</option>
          {SEVERITIES.map((severity) => (
            <option key={severity} value={severity}>
              {t(`alerts.${severity}`)}
            </option>
          ))}
        </select>
      </PageHeader>
      <div ref={content} className="flex-1 overflow-y-auto p-3 md:p-6">
        <div className="mx-auto grid max-w-6xl grid-cols-1 items-start gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
          <div className="flex min-w-0 flex-col gap-4">
            <Panel title={t('alerts.list')}>
              {list.data ? (
                rows.length > 0 ? (
                  <>
                    <AlertTable rows={rows} chosen={chosen} onChoose={(id) => set('alert', id)} />
                    {list.hasNextPage && (
                      <div className="border-t px-4 py-2">
                        <Button size="sm" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                          {t(list.isFetchingNextPage ? 'state.loading' : 'alerts.more')}
                        </Button>
                      </div>
                    )}
                  </>
                ) : filter.which === 'open' && !filter.severity ? (
                  <Empty title={t('alerts.none_open')} hint={t('alerts.none_open_hint')} />
                ) : (
                  <Empty title={t('alerts.none')} />
                )
              ) : list.error ? (
                <Failure error={list.error} onRetry={() => void list.refetch()} />
              ) : (
                <SkeletonRows rows={3} />
              )}
            </Panel>
            {overview.data && <WatchedPanel rules={overview.data.rules} />}
          </div>
          <AlertDetail alertId={chosen} />
        </div>
      </div>
    </>
  );
};
