'use client';

import type { DependencyHealth, HealthStatus } from '@message-service/shared/health';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useSubscription } from '@trpc/tanstack-react-query';
import { CircleAlert, CircleCheck, CircleX, Package } from 'lucide-react';
import { useTRPC } from '@/trpc/client';
import { useLiveState, usePageVisible } from '@/trpc/use-live-state';
import { cn } from '@/ui/cn';
import { Failure } from '@/ui/failure';
import { formatDuration } from '@/ui/format';
import { Panel } from '@/ui/panel';
import { usePreferences } from '@/ui/preferences';
import { SkeletonRows } from '@/ui/skeleton';
import { ClockTime } from '@/ui/time';

const overall: Record<HealthStatus, { Icon: typeof CircleCheck; tone: string }> = {
  healthy: { Icon: CircleCheck, tone: 'text-ok' },
  degraded: { Icon: CircleAlert, tone: 'text-warn' },
  unhealthy: { Icon: CircleX, tone: 'text-danger' },
};

const looks: Record<DependencyHealth['status'], { Icon: typeof CircleCheck; tone: string }> = {
  connected: { Icon: CircleCheck, tone: 'text-ok' },
  reachable: { Icon: CircleCheck, tone: 'text-ok' },
  embedded: { Icon: Package, tone: 'text-muted' },
  unreachable: { Icon: CircleX, tone: 'text-danger' },
};

const Dependency = ({ name, health }: { name: string; health: DependencyHealth }) => {
  const { locale, t } = usePreferences();
  const { Icon, tone } = looks[health.status];
  return (
    <li className="flex min-h-9 items-center gap-2 border-b px-4 last:border-0" title={health.detail}>
      <Icon className={cn('size-4 shrink-0', tone)} aria-hidden />
      <span className="truncate">{name}</span>
      <span className={cn('ml-auto shrink-0 text-xs', health.status === 'unreachable' ? 'text-danger' : 'text-muted')}>
        {t(`dependency.${health.breaker?.state === 'open' ? 'open' : health.status}`)}
        {health.breaker?.next_try_at && (
          <>
            {' · '}
            {t('dependency.nextTry')} <ClockTime at={new Date(health.breaker.next_try_at)} />
          </>
        )}
        {health.response_time_ms !== undefined && ` · ${formatDuration(locale, health.response_time_ms)}`}
      </span>
    </li>
  );
};

/** The service's own view of its health and of what it depends on. */
export const DependenciesPanel = () => {
  const { locale, t } = usePreferences();
  const trpc = useTRPC();
  const client = useQueryClient();
  const visible = usePageVisible();
  const health = useQuery(trpc.system.health.queryOptions());
  const subscription = useSubscription(
    trpc.system.live.subscriptionOptions(undefined, {
      enabled: visible,
      onData: (data) => client.setQueryData(trpc.system.health.queryKey(), data),
    }),
  );
  useLiveState(subscription, visible, health.dataUpdatedAt);
  const status = health.data && overall[health.data.status];
  return (
    <Panel
      title={t('overview.dependencies')}
      note={
        health.data &&
        status && (
          <span className="flex items-center gap-1.5">
            <status.Icon className={cn('size-3.5', status.tone)} aria-hidden />
            <span>
              {t(`health.${health.data.status}`)}
              {' · '}
              {t('overview.uptime', { duration: formatDuration(locale, health.data.uptime_seconds * 1_000) })}
            </span>
          </span>
        )
      }
    >
      {health.data ? (
        <ul>
          {Object.entries(health.data.dependencies).map(([name, dependency]) => (
            <Dependency key={name} name={name} health={dependency} />
          ))}
        </ul>
      ) : health.error ? (
        <Failure error={health.error} onRetry={() => void health.refetch()} />
      ) : (
        <SkeletonRows rows={5} />
      )}
    </Panel>
  );
};
