'use client';

import type { DeadLetter } from '@message-service/shared/queues';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { RotateCw } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTRPCClient } from '@/trpc/client';
import { Button } from '@/ui/button';
import { Count } from '@/ui/count';
import { Failure } from '@/ui/failure';
import { Empty, Panel } from '@/ui/panel';
import { useTranslate } from '@/ui/preferences';
import { useShortcut } from '@/ui/shortcuts';
import { SkeletonRows } from '@/ui/skeleton';
import { mayRetry } from '../shell/pages';
import { useUser } from '../shell/shell-context';
import { DeadLetterTable } from './dead-letter-table';
import { deadLettersKey, deadLettersQuery } from './dead-letters-query';
import { RetrySelected } from './retry-selected';

const MOST_AT_ONCE = 100;

const focusedId = () => {
  const row = document.activeElement?.closest('tr')?.querySelector<HTMLElement>('[data-message]');
  return row?.dataset.message;
};

const useSelection = (rows: readonly DeadLetter[]) => {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const chosen = rows.filter(({ message_id }) => ids.has(message_id));
  const toggle = (id: string) =>
    setIds((known) => new Set(known.has(id) ? [...known].filter((one) => one !== id) : [...known, id]));
  const toggleAll = () =>
    setIds(chosen.length === rows.length ? new Set() : new Set(rows.map(({ message_id }) => message_id)));
  return { chosen, has: (id: string) => ids.has(id), toggle, toggleAll, clear: () => setIds(new Set()) };
};

/**
 * True once the list is not what the live count says; it stays as it is until asked. Of a list with further pages only
 * the count that it had when it was loaded can tell.
 */
const useChanged = (count: number | undefined, shown: number | null, loadedAt: number) => {
  const [atLoad, setAtLoad] = useState<{ count: number | undefined; loadedAt: number }>({ count, loadedAt });
  useEffect(() => {
    if (atLoad.loadedAt !== loadedAt || atLoad.count === undefined) setAtLoad({ count, loadedAt });
  }, [atLoad, count, loadedAt]);
  if (count === undefined || loadedAt === 0) return false;
  if (shown !== null) return count !== shown;
  return atLoad.loadedAt === loadedAt && atLoad.count !== undefined && atLoad.count !== count;
};

/** Messages that could not be processed, each leading to its timeline; several can be retried at once. */
export const DeadLettersPanel = ({ count }: { count: number | undefined }) => {
  const t = useTranslate();
  const client = useQueryClient();
  const { roles } = useUser();
  const list = useInfiniteQuery(deadLettersQuery(useTRPCClient()));
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const selection = useSelection(rows);
  const [asking, setAsking] = useState(false);
  const changed = useChanged(count, list.hasNextPage ? null : rows.length, list.dataUpdatedAt);
  const mayAct = mayRetry(roles);
  const { chosen } = selection;
  const tooMany = chosen.length > MOST_AT_ONCE;

  useShortcut('x', t('shortcuts.select'), () => {
    const id = focusedId();
    if (id !== undefined && mayAct) selection.toggle(id);
  });
  const refresh = () => void client.invalidateQueries({ queryKey: deadLettersKey });
  const finish = () => {
    setAsking(false);
    selection.clear();
    refresh();
  };

  return (
    <Panel
      title={t('queues.dead_letter')}
      id="dead-letter"
      note={count !== undefined && <Count value={count} />}
      actions={
        <>
          {changed && (
            <Button size="sm" look="ghost" onClick={refresh}>
              {t('dead.changed')}
            </Button>
          )}
          {chosen.length > 0 && (
            <>
              <span role="status" className="text-xs text-muted">
                {tooMany ? t('dead.most', { count: MOST_AT_ONCE }) : t.plural('dead.selected', chosen.length)}
              </span>
              <Button size="sm" look="primary" disabled={tooMany} onClick={() => setAsking(true)}>
                <RotateCw className="size-3.5" aria-hidden />
                {t('dead.retry_selected')}
              </Button>
            </>
          )}
        </>
      }
    >
      {list.data ? (
        rows.length > 0 ? (
          <>
            <DeadLetterTable rows={rows} selection={mayAct ? selection : null} />
            {list.hasNextPage && (
              <div className="border-t px-4 py-2">
                <Button size="sm" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                  {t(list.isFetchingNextPage ? 'state.loading' : 'dead.more')}
                </Button>
              </div>
            )}
          </>
        ) : (
          <Empty title={t('queues.dead_letter_none')} hint={t('queues.dead_letter_hint')} />
        )
      ) : list.error ? (
        <Failure error={list.error} onRetry={() => void list.refetch()} />
      ) : (
        <SkeletonRows rows={3} />
      )}
      {asking && chosen.length > 0 && <RetrySelected rows={chosen} onClose={() => setAsking(false)} onDone={finish} />}
    </Panel>
  );
};
