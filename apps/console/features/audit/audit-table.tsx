'use client';

import type { AuditEntryView } from '@message-service/shared/audit';
import { Fragment } from 'react';
import { cn } from '@/ui/cn';
import { shortenId } from '@/ui/format';
import { useTranslate } from '@/ui/preferences';
import { ScrollRegion } from '@/ui/scroll-region';
import { RelativeTime } from '@/ui/time';
import { AuditEntry } from './audit-entry';
import type { FilterName } from './audit-filter';

type Props = {
  rows: readonly AuditEntryView[];
  opened: string | null;
  onOpen: (id: string) => void;
  onFilter: (changes: Partial<Record<FilterName, string>>) => void;
};

const COLUMNS = ['number', 'when', 'actor', 'action', 'target', 'reason'] as const;

export const AuditTable = ({ rows, opened, onOpen, onFilter }: Props) => {
  const t = useTranslate();
  return (
    <ScrollRegion label={t('audit.entries')} className="overflow-x-auto">
      <table className="w-full text-left">
        <thead className="text-xs text-muted">
          <tr className="h-8">
            {COLUMNS.map((name) => (
              <th key={name} scope="col" className="px-3 font-normal whitespace-nowrap first:pl-4 last:pr-4">
                {t(`audit.column.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((entry) => (
            <Fragment key={entry.entry_id}>
              <tr
                className={cn(
                  'h-8 border-t hover:bg-hover has-focus-visible:bg-hover',
                  entry.entry_id === opened && 'bg-active',
                )}
              >
                <td className="px-3 pl-4 text-xs text-muted tabular-nums">{entry.sequence ?? '–'}</td>
                <td className="px-3 whitespace-nowrap text-muted">
                  <RelativeTime at={entry.at} />
                </td>
                <td className="px-3">
                  <button
                    type="button"
                    title={entry.actor.user_id}
                    onClick={() => onFilter({ actor: entry.actor.user_id })}
                    className="row-focus font-mono text-xs whitespace-nowrap hover:underline"
                  >
                    {shortenId(entry.actor.user_id)}
                  </button>
                </td>
                <td className="px-3">
                  <button
                    type="button"
                    data-row
                    aria-expanded={entry.entry_id === opened}
                    onClick={() => onOpen(entry.entry_id)}
                    className="row-focus font-medium whitespace-nowrap hover:underline"
                  >
                    {entry.action}
                  </button>
                </td>
                <td className="px-3 text-xs whitespace-nowrap">
                  <span className="text-muted">{entry.target.type}</span>{' '}
                  <span className="font-mono" title={entry.target.id}>
                    {shortenId(entry.target.id)}
                  </span>
                </td>
                <td className="max-w-64 truncate px-3 pr-4 text-muted">
                  {typeof entry.details.reason === 'string' ? entry.details.reason : ''}
                </td>
              </tr>
              {entry.entry_id === opened && (
                <tr className="bg-active">
                  <td colSpan={COLUMNS.length} className="px-4 pb-3">
                    <AuditEntry entry={entry} />
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
};
