'use client';

import type { WorkerInfo } from '@message-service/shared/queues';
import { formatDuration } from '@/ui/format';
import { Empty } from '@/ui/panel';
import { usePreferences } from '@/ui/preferences';
import { ScrollRegion } from '@/ui/scroll-region';

export const WorkerTable = ({ workers }: { workers: WorkerInfo[] }) => {
  const { locale, t } = usePreferences();
  if (workers.length === 0) return <Empty title={t('queues.workers_none')} />;
  return (
    <ScrollRegion label={t('queues.worker_list')} className="overflow-x-auto rounded-b-lg">
      <table className="w-full text-left">
        <thead className="text-xs text-muted">
          <tr className="h-8">
            {(['worker_id', 'name', 'address', 'age'] as const).map((name) => (
              <th key={name} scope="col" className="px-4 font-normal whitespace-nowrap last:text-right">
                {t(`queues.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {workers.map(({ id, queue, address, age_seconds }) => (
            <tr key={`${id} ${queue}`} data-row tabIndex={-1} className="row-focus h-9 border-t hover:bg-hover">
              <td className="px-4 font-mono text-xs whitespace-nowrap">{id}</td>
              <td className="px-4 whitespace-nowrap">{queue}</td>
              <td className="px-4 font-mono text-xs">{address}</td>
              <td className="px-4 text-right whitespace-nowrap">{formatDuration(locale, age_seconds * 1_000)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
};
