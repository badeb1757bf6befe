'use client';

import type { Alert } from '@message-service/shared/alerts';
import { cn } from '@/ui/cn';
import { useTranslate } from '@/ui/preferences';
import { ScrollRegion } from '@/ui/scroll-region';
import { RelativeTime } from '@/ui/time';
import { AlertName, Reading, SeverityBadge, StateBadge } from './alert-looks';

const COLUMNS = ['state', 'value', 'threshold', 'fired'] as const;

type Props = { rows: readonly Alert[]; chosen: string | undefined; onChoose: (id: string) => void };

export const AlertTable = ({ rows, chosen, onChoose }: Props) => {
  const t = useTranslate();
  return (
    <ScrollRegion label={t('alerts.list')} className="overflow-x-auto">
      <table className="w-full text-left">
        <thead className="text-xs text-muted">
          <tr className="h-8">
            <th scope="col" className="px-4 font-normal">
              {t('alerts.severity')}
            </th>
            <th scope="col" className="px-3 font-normal">
              {t('alerts.column.alert')}
            </th>
            {COLUMNS.map((name) => (
              <th key={name} scope="col" className="px-3 font-normal whitespace-nowrap last:pr-4 last:text-right">
                {t(`alerts.column.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((alert) => (
            <tr
              key={alert.alert_id}
              className={cn(
                'h-9 border-t hover:bg-hover has-focus-visible:bg-hover',
                alert.alert_id === chosen && 'bg-active',
              )}
            >
              <td className="px-4">
                <SeverityBadge severity={alert.severity} />
              </td>
              <td className="min-w-48 px-3">
                <button
                  type="button"
                  data-row
                  aria-pressed={alert.alert_id === chosen}
                  onClick={() => onChoose(alert.alert_id)}
                  className="row-focus py-1.5 text-left hover:underline"
                >
                  <AlertName alert={alert} />
                </button>
              </td>
              <td className="px-3">
                <StateBadge state={alert.state} />
              </td>
              <td className="px-3">
                <Reading value={alert.value} unit={alert.unit} />
              </td>
              <td className="px-3 text-muted">
                <Reading value={alert.threshold} unit={alert.unit} />
              </td>
              <td className="px-3 pr-4 text-right whitespace-nowrap">
                <RelativeTime at={alert.fired_at} className="text-muted" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
};
