'use client';

import type { QueueCounts } from '@message-service/shared/queues';
import Link from 'next/link';
import { Count } from '@/ui/count';
import { formatDuration } from '@/ui/format';
import { Empty, Panel } from '@/ui/panel';
import { usePreferences } from '@/ui/preferences';

const columns = ['waiting', 'active', 'failed', 'oldest'] as const;

/** The queues in short; each leads to its full figures. */
export const QueuesPanel = ({ queues }: { queues: QueueCounts[] }) => {
  const { locale, t } = usePreferences();
  return (
    <Panel title={t('overview.queues')} className="lg:col-span-2">
      {queues.length === 0 ? (
        <Empty title={t('queues.none')} />
      ) : (
        <table className="w-full table-fixed text-right">
          <thead className="text-xs text-muted">
            <tr className="h-8">
              <th scope="col" className="w-2/5 truncate px-4 text-left font-normal">
                {t('queues.name')}
              </th>
              {columns.map((column) => (
                <th key={column} scope="col" className="truncate px-2 font-normal last:pr-4">
                  {t(`queues.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {queues.map((queue) => (
              <tr key={queue.name} className="h-9 border-t hover:bg-hover">
                <th scope="row" className="truncate px-4 text-left font-normal">
                  <Link href="/queues" className="hover:underline">
                    {queue.name}
                  </Link>
                </th>
                <td className="px-2">
                  <Count value={queue.waiting} />
                </td>
                <td className="px-2">
                  <Count value={queue.active} />
                </td>
                <td className="px-2">
                  <Count value={queue.failed} className={queue.failed > 0 ? 'text-danger' : undefined} />
                </td>
                <td className="px-2 pr-4 whitespace-nowrap">
                  {queue.oldest_waiting_ms > 0 ? formatDuration(locale, queue.oldest_waiting_ms) : '–'}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
};
