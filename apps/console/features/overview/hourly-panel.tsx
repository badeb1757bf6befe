'use client';

import type { Overview } from '@message-service/shared/queues';
import { ChartColumn, Table } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '@/ui/button';
import { formatExact, formatTime } from '@/ui/format';
import { Empty, Panel } from '@/ui/panel';
import { usePreferences } from '@/ui/preferences';
import { ScrollRegion } from '@/ui/scroll-region';
import { HourlyBars } from './hourly-bars';

export type Hours = Overview['received_per_hour'];

const HourlyTable = ({ hours }: { hours: Hours }) => {
  const { locale, t, timeZone } = usePreferences();
  return (
    <ScrollRegion label={t('overview.per_hour')} className="h-60 overflow-y-auto">
      <table className="w-full">
        <thead className="sticky top-0 bg-panel text-left text-xs text-muted">
          <tr>
            <th scope="col" className="px-4 py-1.5 font-normal">
              {t('overview.hour')}
            </th>
            <th scope="col" className="px-4 py-1.5 text-right font-normal">
              {t('overview.messages')}
            </th>
          </tr>
        </thead>
        <tbody>
          {hours.toReversed().map(({ hour, count }) => (
            <tr key={hour.getTime()} className="h-7 border-t">
              <td className="px-4">{formatTime(locale, timeZone, hour)}</td>
              <td className="px-4 text-right">{formatExact(locale, count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
};

/** Messages received per hour, as bars or as a table. */
export const HourlyPanel = ({ hours }: { hours: Hours }) => {
  const { t } = usePreferences();
  const [asTable, setAsTable] = useState(false);
  const empty = hours.every(({ count }) => count === 0);
  const Icon = asTable ? ChartColumn : Table;
  return (
    <Panel
      title={t('overview.per_hour')}
      note={t('overview.last_24h')}
      className="lg:col-span-2"
      actions={
        <IconButton
          label={t(asTable ? 'action.show_chart' : 'action.show_table')}
          aria-pressed={asTable}
          onClick={() => setAsTable(!asTable)}
        >
          <Icon className="size-4" aria-hidden />
        </IconButton>
      }
    >
      {asTable ? (
        <HourlyTable hours={hours} />
      ) : empty ? (
        <div className="flex h-60">
          <Empty title={t('overview.per_hour_empty')} />
        </div>
      ) : (
        <HourlyBars hours={hours} />
      )}
    </Panel>
  );
};
