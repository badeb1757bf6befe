'use client';

import type { DifferenceRow, PolicyView } from '@message-service/shared/safety';
import { useInfiniteQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useEffect, useState } from 'react';
import { useTRPCClient } from '@/trpc/client';
import { Button } from '@/ui/button';
import { cn } from '@/ui/cn';
import { Failure } from '@/ui/failure';
import { formatExact } from '@/ui/format';
import { Empty, Panel } from '@/ui/panel';
import { usePreferences, useTranslate } from '@/ui/preferences';
import { Select } from '@/ui/select';
import { useShortcut } from '@/ui/shortcuts';
import { SkeletonRows } from '@/ui/skeleton';
import { RelativeTime } from '@/ui/time';
import { Issues, Veiled } from '../moderation/desk-looks';
import { useDeskSettings } from '../moderation/use-desk-settings';
import { Judgements } from './decision-mark';
import { FILTERS, KINDS } from './names';
import { differencesQuery } from './shadow-query';
import type { ShadowView } from './shadow-view';

/** How grave what is decided so is at the desk. */
const SEVERITY = { allowed: 1, review: 3, blocked: 4 } as const;

const severityOf = ({ before, after }: DifferenceRow) => Math.max(SEVERITY[before.decision], SEVERITY[after.decision]);

const Row = ({ row, veiled }: { row: DifferenceRow; veiled: boolean }) => {
  const t = useTranslate();
  const issues = [...new Set([...row.after.issues, ...row.before.issues])];
  return (
    <li className="border-t first:border-t-0">
      <Link
        prefetch={false}
        data-row
        href={`/messages/${row.message_id}`}
        className="row-focus flex flex-col gap-1 px-4 py-2 hover:bg-hover"
      >
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <Judgements before={row.before} after={row.after} />
          <Issues issues={issues} limit={4} />
          <span className="text-xs text-muted">
            {row.filters.length === 0
              ? t('safety.thresholds_only')
              : row.filters.map((name) => t(`safety.filter.${name}`)).join(', ')}
          </span>
          <span className="ml-auto flex items-center gap-2 text-xs text-muted">
            {row.role === 'user' || row.role === 'assistant' ? t(`author.${row.role}`) : row.role}
            <RelativeTime at={row.message_at} />
          </span>
        </span>
        <span className="line-clamp-3 break-words">
          {row.excerpt === null ? (
            <span className="text-muted">{t('moderation.message_gone')}</span>
          ) : (
            <Veiled veiled={veiled}>{row.excerpt}</Veiled>
          )}
        </span>
      </Link>
    </li>
  );
};

type Props = { policy: PolicyView; view: ShadowView; onView: (name: 'kind' | 'filter', value: string) => void };

/** What a policy judges otherwise than the one in force, with the texts. What comes while one reads waits to be shown. */
export const DifferencesPanel = ({ policy, view, onView }: Props) => {
  const { locale, t } = usePreferences();
  const { settings } = useDeskSettings();
  const [revealed, setRevealed] = useState(false);
  const [seen, setSeen] = useState(policy.changed);
  const list = useInfiniteQuery(differencesQuery(useTRPCClient(), policy.name, view));
  const { refetch, isFetching } = list;
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const counts = list.data?.pages[0]?.counts;
  const fresh = Math.max(0, policy.changed - seen);
  const isEmpty = list.data !== undefined && rows.length === 0;
  const show = () => {
    setSeen(policy.changed);
    void refetch();
  };
  useEffect(() => {
    if (!isEmpty || fresh === 0 || isFetching) return;
    setSeen(policy.changed);
    void refetch();
  }, [isEmpty, fresh, isFetching, policy.changed, refetch]);
  useShortcut('b', t(revealed ? 'moderation.veil' : 'moderation.reveal'), () => setRevealed(!revealed));
  useShortcut('.', t('moderation.show_new'), show);
  return (
    <Panel
      title={t('safety.differences')}
      note={t('safety.differences_kept')}
      actions={
        fresh > 0 && (
          <Button size="sm" look="ghost" aria-keyshortcuts="." className="text-accent-text" onClick={show}>
            {t.plural('safety.fresh', fresh)}
          </Button>
        )
      }
    >
      <fieldset className="flex flex-wrap items-center gap-1.5 border-b px-4 py-2">
        <legend className="sr-only">{t('safety.kind')}</legend>
        {[undefined, ...KINDS].map((kind) => (
          <button
            key={kind ?? 'all'}
            type="button"
            aria-pressed={view.kind === kind}
            onClick={() => onView('kind', kind ?? '')}
            className={cn(
              'inline-flex h-7 items-center gap-1 rounded-md border px-2 text-xs',
              view.kind === kind ? 'border-accent bg-active' : 'hover:bg-hover',
            )}
          >
            {t(kind ? `safety.kind.${kind}` : 'safety.kind_all')}
            {counts && (
              <span className="text-muted">
                {formatExact(locale, kind ? counts[kind] : counts.stricter + counts.looser + counts.other)}
              </span>
            )}
          </button>
        ))}
        <Select
          label={t('safety.filters')}
          value={view.filter ?? ''}
          onChange={(value) => onView('filter', value)}
          options={[
            { value: '', text: t('safety.filter_any') },
            ...FILTERS.map((name) => ({ value: name, text: t(`safety.filter.${name}`) })),
          ]}
        />
      </fieldset>
      {list.data ? (
        isEmpty ? (
          <Empty title={t('safety.differences_none')} hint={t('safety.differences_none_hint')} />
        ) : (
          <>
            <ul>
              {rows.map((row) => (
                <Row key={row.message_id} row={row} veiled={!revealed && severityOf(row) >= settings.blur_from} />
              ))}
            </ul>
            {list.hasNextPage && (
              <div className="border-t px-4 py-2">
                <Button size="sm" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                  {t(list.isFetchingNextPage ? 'state.loading' : 'safety.more')}
                </Button>
              </div>
            )}
          </>
        )
      ) : list.error ? (
        <Failure error={list.error} onRetry={() => void list.refetch()} />
      ) : (
        <SkeletonRows rows={4} />
      )}
    </Panel>
  );
};
