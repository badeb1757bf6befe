'use client';

import type { Latency } from '@message-service/shared/analytics';
import { formatDuration, formatExact } from '@/ui/format';
import { Empty, Panel } from '@/ui/panel';
import { usePreferences } from '@/ui/preferences';
import { ScrollRegion } from '@/ui/scroll-region';

type Row = {
  key: string;
  name: string;
  replies: number;
  failed: number;
  total: Latency;
  queue: Latency;
  llm: Latency;
  first_token: Latency;
  onOpen?: () => void;
};

/** How each provider or worker served. */
export const ServedTable = ({ title, rows }: { title: string; rows: readonly Row[] }) => {
  const { locale, t } = usePreferences();
  const duration = (value: number | null) => (value === null ? '–' : formatDuration(locale, value));
  const columns: [string, (row: Row) => string][] = [
    [t('performance.replies'), ({ replies }) => formatExact(locale, replies)],
    [t('performance.failed'), ({ failed }) => formatExact(locale, failed)],
    ['p50', ({ total }) => duration(total.p50)],
    ['p95', ({ total }) => duration(total.p95)],
    ['p99', ({ total }) => duration(total.p99)],
    [t('performance.queue_p95'), ({ queue }) => duration(queue.p95)],
    [t('performance.first_token_p50'), ({ first_token }) => duration(first_token.p50)],
    [t('performance.llm_p95'), ({ llm }) => duration(llm.p95)],
  ];
  return (
    <Panel title={title}>
      {rows.length > 0 ? (
        <ScrollRegion label={title} className="overflow-x-auto">
          <table className="w-full text-left">
            <thead className="text-xs text-muted">
              <tr className="h-8">
                <th scope="col" className="px-4 font-normal">
                  {t('performance.name')}
                </th>
                {columns.map(([name]) => (
                  <th key={name} scope="col" className="px-3 text-right font-normal whitespace-nowrap last:pr-4">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.key} className="h-8 border-t hover:bg-hover has-focus-visible:bg-hover">
                  <td className="px-4 whitespace-nowrap">
                    {row.onOpen ? (
                      <button type="button" data-row onClick={row.onOpen} className="row-focus py-1 hover:underline">
                        {row.name}
                      </button>
                    ) : (
                      row.name
                    )}
                  </td>
                  {columns.map(([name, value]) => (
                    <td key={name} className="px-3 text-right whitespace-nowrap tabular-nums last:pr-4">
                      {value(row)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      ) : (
        <Empty title={t('performance.none')} />
      )}
    </Panel>
  );
};
