'use client';

import type { DeadLetter } from '@message-service/shared/queues';
import Link from 'next/link';
import { formatExact, shortenId } from '@/ui/format';
import { usePreferences } from '@/ui/preferences';
import { ScrollRegion } from '@/ui/scroll-region';
import { RelativeTime } from '@/ui/time';
import { failureReason } from '../conversations/failure-reason';

const COLUMNS = ['reason', 'attempts', 'calls', 'retries', 'user', 'failed'] as const;

type Props = {
  rows: readonly DeadLetter[];
  /** Null for who may not retry. */
  selection: { has: (id: string) => boolean; toggle: (id: string) => void; toggleAll: () => void } | null;
};

export const DeadLetterTable = ({ rows, selection }: Props) => {
  const { locale, t } = usePreferences();
  const number = (value: number | null) => (value === null ? '–' : formatExact(locale, value));
  return (
    <ScrollRegion label={t('queues.dead_letter')} className="overflow-x-auto">
      <table className="w-full text-left">
        <thead className="text-xs text-muted">
          <tr className="h-8">
            {selection && (
              <th scope="col" className="w-8 pl-4">
                <input
                  type="checkbox"
                  aria-label={t('dead.select_all')}
                  checked={rows.every(({ message_id }) => selection.has(message_id))}
                  onChange={selection.toggleAll}
                  className="block size-4 accent-(--accent)"
                />
              </th>
            )}
            <th scope="col" className="px-4 font-normal">
              {t('dead.message')}
            </th>
            {COLUMNS.map((name) => (
              <th key={name} scope="col" className="px-3 font-normal whitespace-nowrap last:pr-4 last:text-right">
                {t(`dead.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.message_id} className="h-9 border-t hover:bg-hover has-focus-visible:bg-hover">
              {selection && (
                <td className="pl-4">
                  <input
                    type="checkbox"
                    aria-label={t('dead.select', { id: row.message_id })}
                    checked={selection.has(row.message_id)}
                    onChange={() => selection.toggle(row.message_id)}
                    className="block size-4 accent-(--accent)"
                  />
                </td>
              )}
              <td className="px-4 whitespace-nowrap">
                <Link
                  data-row
                  data-message={row.message_id}
                  href={`/messages/${row.message_id}`}
                  title={row.message_id}
                  className="font-mono text-xs text-accent-text hover:underline"
                >
                  {shortenId(row.message_id)}
                </Link>
              </td>
              <td className="min-w-56 px-3" title={row.reason}>
                <code className="font-mono text-xs">{row.code}</code>{' '}
                <span className="text-muted">{failureReason(t, row.code)}</span>
              </td>
              <td className="px-3">{number(row.attempts)}</td>
              <td className="px-3">{number(row.provider_calls)}</td>
              <td className="px-3">{number(row.retries)}</td>
              <td className="px-3 font-mono text-xs whitespace-nowrap" title={row.user_id}>
                {shortenId(row.user_id)}
              </td>
              <td className="px-3 pr-4 text-right whitespace-nowrap">
                <RelativeTime at={row.failed_at} className="text-muted" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
};
