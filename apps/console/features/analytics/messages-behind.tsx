'use client';

import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import Link from 'next/link';
import { useEffect, useRef } from 'react';
import { useTRPC } from '@/trpc/client';
import { IconButton } from '@/ui/button';
import { Failure } from '@/ui/failure';
import { formatCompact, formatDuration, formatMoney, shortenId } from '@/ui/format';
import { Empty, Panel } from '@/ui/panel';
import { usePreferences } from '@/ui/preferences';
import { ScrollRegion } from '@/ui/scroll-region';
import { Select } from '@/ui/select';
import { SkeletonRows } from '@/ui/skeleton';
import { ClockTime } from '@/ui/time';
import type { Filters } from './analytics-view';

type Props = {
  title: string;
  range: { from: Date; to: Date };
  filters: Filters;
  failed: boolean;
  slowerThanMs?: number;
  /** Absent where only failed ones are shown. */
  onFailed?: (failed: boolean) => void;
  onClose: () => void;
};

const COLUMNS = ['time', 'message', 'user', 'model', 'tokens', 'cost', 'latency'] as const;

/** The newest messages behind a point of a chart, each leading to its own page. */
export const MessagesBehind = ({ title, range, filters, failed, slowerThanMs, onFailed, onClose }: Props) => {
  const { locale, t } = usePreferences();
  const trpc = useTRPC();
  const panel = useRef<HTMLDivElement>(null);
  const found = useQuery(
    trpc.analytics.messagesBehind.queryOptions({
      ...range,
      ...filters,
      failed,
      ...(slowerThanMs === undefined ? {} : { slower_than_ms: slowerThanMs }),
    }),
  );
  // its result is no cleanup: some browsers answer with a promise
  useEffect(() => {
    panel.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  const money = (value: number | null) => (value === null ? '–' : formatMoney(locale, value));
  return (
    <div ref={panel}>
      <Panel
        title={title}
        note={found.data?.more ? t('analytics.behind.more', { count: found.data.items.length }) : undefined}
        actions={
          <>
            {onFailed && (
              <Select
                label={t('analytics.behind.which')}
                value={failed ? 'failed' : 'answered'}
                options={[
                  { value: 'answered', text: t('analytics.behind.answered') },
                  { value: 'failed', text: t('analytics.behind.failed') },
                ]}
                onChange={(value) => onFailed(value === 'failed')}
              />
            )}
            <IconButton label={t('action.close')} onClick={onClose}>
              <X className="size-4" aria-hidden />
            </IconButton>
          </>
        }
      >
        {found.data ? (
          found.data.items.length > 0 ? (
            <ScrollRegion label={title} className="max-h-96 overflow-auto">
              <table className="w-full text-left">
                <thead className="text-xs text-muted">
                  <tr className="h-8">
                    {COLUMNS.map((name) => (
                      <th key={name} scope="col" className="px-3 font-normal first:pl-4 last:pr-4">
                        {t(`analytics.behind.${name}`)}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {found.data.items.map((item) => (
                    <tr key={item.message_id} className="h-8 border-t hover:bg-hover has-focus-visible:bg-hover">
                      <td className="px-3 pl-4 text-muted">
                        <ClockTime at={item.created_at} />
                      </td>
                      <td className="px-3 font-mono text-xs">
                        <Link
                          data-row
                          href={`/messages/${item.asked_message_id}`}
                          className="row-focus hover:underline"
                        >
                          {shortenId(item.asked_message_id)}
                        </Link>
                      </td>
                      <td className="px-3 font-mono text-xs text-muted" title={item.user_id}>
                        {shortenId(item.user_id)}
                      </td>
                      <td className="px-3 whitespace-nowrap">{item.error_code ?? item.model ?? '–'}</td>
                      <td className="px-3">
                        {item.total_tokens === null ? '–' : formatCompact(locale, item.total_tokens)}
                      </td>
                      <td className="px-3">{money(item.total_cost)}</td>
                      <td className="px-3 pr-4 whitespace-nowrap">
                        {item.total_latency_ms === null ? '–' : formatDuration(locale, item.total_latency_ms)}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </ScrollRegion>
          ) : (
            <Empty title={t('analytics.behind.none')} />
          )
        ) : found.error ? (
          <Failure error={found.error} onRetry={() => void found.refetch()} />
        ) : (
          <SkeletonRows rows={4} />
        )}
      </Panel>
    </div>
  );
};
