'use client';

import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useRef, useState } from 'react';
import { useTRPCClient } from '@/trpc/client';
import { Button } from '@/ui/button';
import { Failure } from '@/ui/failure';
import { Empty, Panel } from '@/ui/panel';
import { useTranslate } from '@/ui/preferences';
import { SkeletonRows } from '@/ui/skeleton';
import { useRowKeys } from '@/ui/use-row-keys';
import { PageHeader } from '../shell/page-header';
import { type FilterName, readAuditFilter } from './audit-filter';
import { AuditFilters } from './audit-filters';
import { auditKey, auditQuery } from './audit-query';
import { AuditTable } from './audit-table';
import { useAuditHead } from './use-audit-head';
import { VerifyPanel } from './verify-panel';

/** Every privileged act, and whether the log of them is whole. */
export const AuditPage = () => {
  const t = useTranslate();
  const client = useQueryClient();
  const router = useRouter();
  const pathname = usePathname();
  const params = useSearchParams();
  const filter = readAuditFilter(params);
  const content = useRef<HTMLDivElement>(null);
  const [opened, setOpened] = useState<string | null>(null);
  const list = useInfiniteQuery(auditQuery(useTRPCClient(), filter));
  useRowKeys(content);
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const { live, newer, seen } = useAuditHead();

  const set = (changes: Partial<Record<FilterName, string>>) => {
    const next = new URLSearchParams(params);
    for (const [name, value] of Object.entries(changes)) {
      if (value === '') next.delete(name);
      else next.set(name, value);
    }
    router.replace(`${pathname}?${next}`, { scroll: false });
  };
  const readAgain = () => {
    seen();
    void client.resetQueries({ queryKey: auditKey });
  };

  return (
    <>
      <PageHeader title={t('audit.title')} live={live} />
      <div ref={content} className="flex-1 overflow-y-auto p-3 md:p-6">
        <div className="mx-auto flex max-w-6xl flex-col gap-4">
          <VerifyPanel />
          <AuditFilters filter={filter} params={params} onChange={set} />
          <Panel
            title={t('audit.entries')}
            note={t('audit.read_is_noted')}
            actions={
              newer > 0 ? (
                <Button size="sm" onClick={readAgain}>
                  {t('audit.newer', { count: newer })}
                </Button>
              ) : undefined
            }
          >
            {list.data ? (
              rows.length > 0 ? (
                <>
                  <AuditTable
                    rows={rows}
                    opened={opened}
                    onOpen={(id) => setOpened(id === opened ? null : id)}
                    onFilter={set}
                  />
                  {list.hasNextPage && (
                    <div className="border-t px-4 py-2">
                      <Button size="sm" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                        {t(list.isFetchingNextPage ? 'state.loading' : 'audit.more')}
                      </Button>
                    </div>
                  )}
                </>
              ) : (
                <Empty title={t('audit.none')} hint={t('audit.none_hint')} />
              )
            ) : list.error ? (
              <Failure error={list.error} onRetry={() => void list.refetch()} />
            ) : (
              <SkeletonRows rows={8} />
            )}
          </Panel>
        </div>
      </div>
    </>
  );
};
