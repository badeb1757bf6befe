'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useRef } from 'react';
import { useTRPCClient } from '@/trpc/client';
import { Button } from '@/ui/button';
import { Failure } from '@/ui/failure';
import { Empty, Panel } from '@/ui/panel';
import { useTranslate } from '@/ui/preferences';
import { Select } from '@/ui/select';
import { useShortcut } from '@/ui/shortcuts';
import { SkeletonRows } from '@/ui/skeleton';
import { useRowKeys } from '@/ui/use-row-keys';
import { PageHeader } from '../shell/page-header';
import { SearchForm } from './search-form';
import { SearchHitRow } from './search-hit';
import { type Sort, searchQuery } from './search-query';

const EXAMPLES = [
  '"good night"',
  'harb*',
  'sea -storm',
  'cat OR dog',
  'role:assistant',
  'after:2026-01-31',
  'cost:>0.01',
];

/** Messages by words and operators; the address holds the query. */
export const SearchPage = () => {
  const t = useTranslate();
  const router = useRouter();
  const pathname = usePathname();
  const params = useSearchParams();
  const q = params.get('q')?.trim() ?? '';
  const sort: Sort = params.get('sort') === 'date' ? 'date' : 'relevance';
  const content = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const found = useInfiniteQuery(searchQuery(useTRPCClient(), q, sort));
  useRowKeys(content);
  useShortcut('/', t('search.label'), () => input.current?.focus());

  const show = (next: { q: string; sort: Sort }) => {
    const kept = new URLSearchParams(next.q === '' ? {} : { q: next.q });
    if (next.sort !== 'relevance') kept.set('sort', next.sort);
    router.push(`${pathname}?${kept}`, { scroll: false });
  };
  const [first] = found.data?.pages ?? [];
  const hits = found.data?.pages.flatMap(({ items }) => items) ?? [];
  const note = first && t(first.total_is_exact ? 'search.total' : 'search.total_more', { count: first.total });

  return (
    <>
      <PageHeader title={t('search.title')} />
      <div ref={content} className="flex-1 overflow-y-auto p-3 md:p-6">
        <div className="mx-auto flex max-w-4xl flex-col gap-4">
          <SearchForm key={q} q={q} input={input} onSearch={(typed) => show({ q: typed, sort })} />
          {q === '' ? (
            <Panel title={t('search.how')}>
              <ul className="flex flex-wrap gap-2 px-4 py-3">
                {EXAMPLES.map((example) => (
                  <li key={example}>
                    <Button size="sm" className="font-mono" onClick={() => show({ q: example, sort })}>
                      {example}
                    </Button>
                  </li>
                ))}
              </ul>
              <p className="border-t px-4 py-2 text-xs text-muted">{t('search.operators')}</p>
            </Panel>
          ) : (
            <Panel
              title={t('search.results')}
              note={note}
              actions={
                <Select
                  label={t('search.sort')}
                  value={sort}
                  options={[
                    { value: 'relevance', text: t('search.by_relevance') },
                    { value: 'date', text: t('search.by_date') },
                  ]}
                  onChange={(value) => show({ q, sort: value === 'date' ? 'date' : 'relevance' })}
                />
              }
            >
              {first?.corrections.map(({ from, to }) => (
                <p key={from} role="status" className="border-b px-4 py-2 text-muted">
                  {t('search.corrected', { from, to })}
                </p>
              ))}
              {found.error ? (
                <Failure error={found.error} onRetry={() => void found.refetch()} />
              ) : !found.data ? (
                <SkeletonRows rows={6} />
              ) : hits.length === 0 ? (
                <Empty title={t('search.none')} hint={t('search.none_hint')} />
              ) : (
                <>
                  <ul aria-label={t('search.results')}>
                    {hits.map((hit) => (
                      <SearchHitRow key={hit.message_id} hit={hit} />
                    ))}
                  </ul>
                  {found.hasNextPage && (
                    <div className="border-t px-4 py-2">
                      <Button size="sm" disabled={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
                        {t(found.isFetchingNextPage ? 'state.loading' : 'search.more')}
                      </Button>
                    </div>
                  )}
                </>
              )}
            </Panel>
          )}
        </div>
      </div>
    </>
  );
};
