'use client';

import type { DeskMetrics } from '@message-service/shared/moderation';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useTRPC } from '@/trpc/client';
import { ChartPanel } from '@/ui/chart/chart-panel';
import { SharedCrosshair } from '@/ui/chart/crosshair';
import { Failure } from '@/ui/failure';
import { Empty, Panel } from '@/ui/panel';
import { usePreferences } from '@/ui/preferences';
import { SkeletonRows } from '@/ui/skeleton';
import { PageHeader } from '../shell/page-header';
import { FiltersPanel } from './filters-panel';
import { useFormats } from './use-formats';

const RANGES = [1, 7, 30, 90] as const;

const Facts = ({ rows }: { rows: readonly (readonly [string, string])[] }) => (
  <dl className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1.5 px-4 py-3">
    {rows.map(([name, value]) => (
      <div key={name} className="contents">
        <dt className="text-muted">{name}</dt>
        <dd className="text-right">{value}</dd>
      </div>
    ))}
  </dl>
);

const ModeratorsPanel = ({ data }: { data: DeskMetrics }) => {
  const { t } = usePreferences();
  const { count, time } = useFormats();
  return (
    <Panel title={t('moderation.metrics.moderators')}>
      {data.moderators.length === 0 ? (
        <Empty title={t('moderation.metrics.none')} />
      ) : (
        <Facts
          rows={data.moderators.map(({ user_id, decided, to_decide }) => [
            data.people[user_id] ?? user_id,
            `${count(decided)} · ${time(to_decide.p50)}`,
          ])}
        />
      )}
    </Panel>
  );
};

/** How the desk does: what waits, how soon it is decided, and how often that does not hold. */
export const MetricsPage = () => {
  const { t } = usePreferences();
  const trpc = useTRPC();
  const router = useRouter();
  const pathname = usePathname();
  const asked = Number(useSearchParams().get('days'));
  const days = RANGES.find((range) => range === asked) ?? 7;
  const found = useQuery(trpc.moderation.metrics.queryOptions({ days }));
  const { count, time, share, number } = useFormats();
  const { data } = found;
  return (
    <>
      <PageHeader title={t('moderation.metrics')}>
        <Link href="/moderation" className="text-accent-text hover:underline">
          {t('moderation.title')}
        </Link>
        <select
          aria-label={t('moderation.metrics.range')}
          value={days}
          onChange={(event) => router.replace(`${pathname}?days=${event.target.value}`)}
          className="h-7 rounded-md border border-edge/70 bg-panel px-1.5 text-xs"
        >
          {RANGES.map((range) => (
            <option key={range} value={range}>
              {t.plural('moderation.metrics.days', range)}
            </option>
          ))}
        </select>
      </PageHeader>
      <div className="flex-1 overflow-y-auto p-3 md:p-6">
        <div className="mx-auto grid max-w-6xl grid-cols-1 items-start gap-4 lg:grid-cols-2">
          <SharedCrosshair>
            <ChartPanel
              className="lg:col-span-2"
              title={t('moderation.metrics.flow')}
              kind="bars"
              data={
                data && {
                  buckets: data.days.map(({ day }) => new Date(`${day}T00:00:00Z`)),
                  step: 'day',
                  series: [
                    {
                      key: 'opened',
                      label: t('moderation.metrics.opened'),
                      values: data.days.map((day) => day.opened),
                    },
                    {
                      key: 'decided',
                      label: t('moderation.metrics.decided'),
                      values: data.days.map((day) => day.decided),
                    },
                  ],
                }
              }
              error={found.error}
              onRetry={() => void found.refetch()}
              format={count}
              emptyTitle={t('moderation.metrics.none')}
            />
          </SharedCrosshair>
          {data ? (
            <>
              <Panel title={t('moderation.metrics.backlog')}>
                <Facts
                  rows={[
                    [t('moderation.metrics.open'), count(data.backlog.open)],
                    [t('moderation.state.escalated'), count(data.backlog.escalated)],
                    [t('moderation.only_overdue'), count(data.backlog.overdue)],
                    [t('moderation.metrics.oldest'), time(data.backlog.oldest_seconds)],
                    [t('moderation.metrics.age'), `${time(data.backlog.age.p50)} · ${time(data.backlog.age.p90)}`],
                  ]}
                />
              </Panel>
              <Panel title={t('moderation.metrics.decisions')}>
                <Facts
                  rows={[
                    [t('moderation.metrics.decided'), count(data.decided)],
                    [t('moderation.metrics.to_claim'), `${time(data.to_claim.p50)} · ${time(data.to_claim.p90)}`],
                    [t('moderation.metrics.to_decide'), `${time(data.to_decide.p50)} · ${time(data.to_decide.p90)}`],
                    [t('moderation.metrics.within_sla'), share(data.within_sla)],
                    [t('moderation.metrics.undone'), share(data.undone)],
                    [t('moderation.metrics.overturned'), share(data.overturned)],
                    [t('moderation.metrics.agreed'), share(data.agreement.agreed)],
                    [t('moderation.metrics.kappa'), number(data.agreement.kappa)],
                  ]}
                />
              </Panel>
              <FiltersPanel days={days} cases={data.filters} />
              <ModeratorsPanel data={data} />
            </>
          ) : found.error ? (
            <Failure error={found.error} onRetry={() => void found.refetch()} />
          ) : (
            <Panel title={t('moderation.metrics.backlog')}>
              <SkeletonRows rows={5} />
            </Panel>
          )}
        </div>
      </div>
    </>
  );
};
