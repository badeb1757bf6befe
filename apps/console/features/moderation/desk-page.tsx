'use client';

import type { CaseFilter } from '@message-service/shared/moderation';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { SlidersHorizontal } from 'lucide-react';
import Link from 'next/link';
import { usePathname, useSearchParams } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { useTRPCClient } from '@/trpc/client';
import { Button, IconButton } from '@/ui/button';
import { cn } from '@/ui/cn';
import { Failure } from '@/ui/failure';
import { Empty } from '@/ui/panel';
import { useTranslate } from '@/ui/preferences';
import { useShortcut } from '@/ui/shortcuts';
import { Skeleton, SkeletonRows } from '@/ui/skeleton';
import { PageHeader } from '../shell/page-header';
import { useUser } from '../shell/shell-context';
import { CasePane } from './case-pane';
import { readDeskView, toParams } from './desk-filter';
import { DeskFilters } from './desk-filters';
import { caseKey, caseQuery, casesKey, casesQuery } from './desk-query';
import { countNew, fits, nextOf, toRows } from './desk-rows';
import { QueuePane } from './queue-pane';
import { SettingsDialog } from './settings-dialog';
import { useDecisions, type VerdictInput, type Wanted } from './use-decisions';
import { useBreakReminder, useDeskSettings } from './use-desk-settings';
import { useHold } from './use-hold';
import { useLiveDesk } from './use-live-desk';

/** Replaces the address without asking the server for the page again: the desk reads everything itself. */
const useAddress = () => {
  const pathname = usePathname();
  const params = useSearchParams();
  const view = readDeskView(params);
  const go = (filter: CaseFilter, chosen: string | undefined, how: 'push' | 'replace' = 'replace') => {
    const next = toParams(filter);
    if (chosen !== undefined) next.set('case', chosen);
    const address = next.size > 0 ? `${pathname}?${next}` : pathname;
    if (how === 'push') window.history.pushState(null, '', address);
    else window.history.replaceState(null, '', address);
  };
  return { ...view, go };
};

/** Puts the focus on a case of the list before what has it goes away. */
const focusRow = (caseId: string | undefined) =>
  document.querySelector<HTMLElement>(`[data-case="${caseId}"]`)?.focus();

/** The moderation desk: what waits, the case before the reader, and its author. */
export const DeskPage = () => {
  const t = useTranslate();
  const api = useTRPCClient();
  const client = useQueryClient();
  const { user_id: me } = useUser();
  const { filter, chosen: asked, go } = useAddress();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [isSetting, setIsSetting] = useState(false);
  const { settings, save } = useDeskSettings();
  useBreakReminder(settings.break_minutes);
  const shown = useRef<string | undefined>(asked);
  const firstFilter = useRef<HTMLSelectElement>(null);
  const list = useInfiniteQuery(casesQuery(api, filter));
  const { live, told, present, forget } = useLiveDesk(shown, me);
  const { done, isDone, decide, undoLast, undoThese } = useDecisions();
  const pages = list.data?.pages ?? [];
  const rows = toRows(pages, told, { waiting: filter.state === 'waiting', done, open: asked ?? shown.current });
  // on a wide screen the first case is open from the start; on a phone the list is
  const kept = rows.find(({ case_id }) => case_id === shown.current);
  const chosen = asked ?? (kept ?? rows[0])?.case_id;
  shown.current = chosen;
  const opened = useQuery({ ...caseQuery(api, chosen ?? ''), enabled: chosen !== undefined });
  const detail = opened.data?.case.case_id === chosen ? opened.data : undefined;
  useHold(detail, me, isDone);

  const people = Object.assign({}, ...pages.map((page) => page.people), detail?.people);
  const open = (caseId: string | undefined) => go(filter, caseId, asked === undefined ? 'push' : 'replace');
  const nearEnd = rows.length - rows.findIndex(({ case_id }) => case_id === chosen) < 10;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  useEffect(() => {
    if (nearEnd && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [nearEnd, hasNextPage, isFetchingNextPage, fetchNextPage]);

  const following = nextOf(rows, chosen, me, Date.now());
  useEffect(() => {
    if (following) void client.prefetchQuery({ ...caseQuery(api, following, true), staleTime: 30_000 });
  }, [following, client, api]);

  const wantedOf = (ids: readonly string[]) =>
    ids.flatMap((id) => {
      const row = rows.find(({ case_id }) => case_id === id);
      const version = id === detail?.case.case_id ? detail.case.version : row?.version;
      return version === undefined ? [] : [{ case_id: id, version }];
    });
  const onDecide = (verdict: VerdictInput, cases?: Wanted[]) => {
    const ids = cases
      ? cases.map(({ case_id }) => case_id)
      : selected.size > 0
        ? [...selected]
        : chosen === undefined
          ? []
          : [chosen];
    const wanted = (cases ?? wantedOf(ids)).filter((one) => !isDone(one));
    // a key that was pressed twice, before the next case could be seen
    if (wanted.length === 0) return;
    const rest = rows.filter(({ case_id }) => !ids.includes(case_id) || case_id === chosen);
    const next = nextOf(rest, chosen, me, Date.now());
    focusRow(next);
    decide(wanted, verdict, (undone) => open(undone[0]));
    setSelected(new Set());
    open(next);
  };
  const onUndo = async () => {
    const decided = selected.size > 0 ? [...selected] : detail?.case.state === 'decided' ? [detail.case.case_id] : [];
    if (decided.length > 0) {
      setSelected(new Set());
      await undoThese(wantedOf(decided));
      return;
    }
    const [first] = await undoLast();
    if (first) open(first.case_id);
  };
  const onChanged = () => {
    void client.invalidateQueries({ queryKey: casesKey });
    void client.invalidateQueries({ queryKey: caseKey });
  };
  const toggle = (caseId: string) => {
    const next = new Set(selected);
    if (!next.delete(caseId)) next.add(caseId);
    setSelected(next);
  };
  const move = (step: 1 | -1) => {
    const index = rows.findIndex(({ case_id }) => case_id === chosen);
    const next = rows[Math.max(0, Math.min(rows.length - 1, index + step))];
    if (!next) return;
    // wherever the focus was, it is in the list now
    focusRow(next.case_id);
    open(next.case_id);
  };
  const refresh = () => {
    forget();
    void client.invalidateQueries({ queryKey: casesKey });
  };
  useShortcut('j', t('moderation.next'), () => move(1));
  useShortcut('k', t('moderation.previous'), () => move(-1));
  useShortcut('x', t('moderation.select'), () => chosen !== undefined && toggle(chosen));
  useShortcut('X', t('moderation.select_all'), () =>
    setSelected(selected.size > 0 ? new Set() : new Set(rows.map(({ case_id }) => case_id))),
  );
  useShortcut('/', t('moderation.filter'), () => firstFilter.current?.focus());
  useShortcut('.', t('moderation.show_new'), refresh);
  useShortcut('Escape', t('moderation.back_to_list'), () => focusRow(chosen));
  useShortcut('u', t('moderation.undo'), () => void onUndo());
  useShortcut(',', t('moderation.settings'), () => setIsSetting(true));
  const fresh = countNew(pages, told, done, (change) => fits(filter, change, me, Date.now()));

  return (
    <>
      <PageHeader title={t('moderation.title')} live={live}>
        <span className="hidden text-xs text-muted sm:inline">
          {present.length > 1 && t('moderation.here', { count: present.length })}
        </span>
        <Link href="/moderation/review" className="hidden text-accent-text hover:underline sm:inline">
          {t('moderation.review')}
        </Link>
        <Link href="/moderation/shadow" className="hidden text-accent-text hover:underline lg:inline">
          {t('safety.title')}
        </Link>
        <Link href="/moderation/metrics" className="text-accent-text hover:underline">
          {t('moderation.metrics')}
        </Link>
        <IconButton label={t('moderation.settings')} aria-keyshortcuts="," onClick={() => setIsSetting(true)}>
          <SlidersHorizontal className="size-4" aria-hidden />
        </IconButton>
      </PageHeader>
      {isSetting && (
        <SettingsDialog settings={settings} filter={filter} onSave={save} onClose={() => setIsSetting(false)} />
      )}
      <div className="flex min-h-0 flex-1">
        <section
          aria-label={t('moderation.queue')}
          className={cn(
            'min-h-0 w-full flex-col border-r md:flex md:w-80 md:shrink-0',
            asked === undefined ? 'flex' : 'hidden',
          )}
        >
          <DeskFilters
            filter={filter}
            saved={settings.saved_filters}
            first={firstFilter}
            onChange={(next) => go(next, undefined)}
          />
          <p role="status" className="flex items-center gap-2 border-b px-3 py-1 text-xs text-muted">
            {selected.size > 0
              ? t.plural('moderation.selected', selected.size)
              : `${t.plural('moderation.cases', rows.length)}${list.hasNextPage ? '+' : ''}`}
            {fresh > 0 && (
              <Button
                size="sm"
                look="ghost"
                aria-keyshortcuts="."
                onClick={refresh}
                className="ml-auto text-accent-text"
              >
                {t.plural('moderation.fresh', fresh)}
              </Button>
            )}
          </p>
          {list.data ? (
            rows.length > 0 ? (
              <QueuePane
                rows={rows}
                chosen={chosen}
                selected={selected}
                me={me}
                people={people}
                present={present}
                veilFrom={settings.blur_from}
                onChoose={open}
                onSelect={toggle}
              />
            ) : (
              <Empty title={t('moderation.empty')} hint={t('moderation.empty_hint')} />
            )
          ) : list.error ? (
            <Failure error={list.error} onRetry={() => void list.refetch()} />
          ) : (
            <SkeletonRows rows={8} className="h-[72px]" />
          )}
        </section>
        <div className={cn('min-h-0 min-w-0 flex-1 md:flex', asked === undefined ? 'hidden' : 'flex')}>
          {detail ? (
            <CasePane
              key={`${detail.case.case_id} ${detail.case.version}`}
              detail={detail}
              me={me}
              present={present}
              veilFrom={settings.blur_from}
              onDecide={onDecide}
              onUndo={() => void onUndo()}
              onOpen={open}
              onChanged={onChanged}
              onBack={() => go(filter, undefined)}
            />
          ) : opened.error && chosen !== undefined ? (
            <Failure error={opened.error} onRetry={() => void opened.refetch()} />
          ) : chosen === undefined ? (
            <Empty title={t('moderation.none_open')} />
          ) : (
            <div className="flex flex-1 flex-col gap-4 p-6" aria-hidden>
              <Skeleton className="h-4 w-2/5" />
              <Skeleton className="h-4 w-4/5" />
              <Skeleton className="h-4 w-3/5" />
            </div>
          )}
        </div>
      </div>
    </>
  );
};
