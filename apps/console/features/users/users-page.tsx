'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { useTRPCClient } from '@/trpc/client';
import { Button } from '@/ui/button';
import { Failure } from '@/ui/failure';
import { inputClass } from '@/ui/field';
import { Empty, Panel } from '@/ui/panel';
import { useTranslate } from '@/ui/preferences';
import { Select } from '@/ui/select';
import { useShortcut } from '@/ui/shortcuts';
import { SkeletonRows } from '@/ui/skeleton';
import { useRowKeys } from '@/ui/use-row-keys';
import { PageHeader } from '../shell/page-header';
import { CreateDialog } from './create-dialog';
import { UserDetail } from './user-detail';
import { UserTable } from './user-table';
import { ROLES, readUsersFilter } from './users-filter';
import { userQuery, usersQuery } from './users-query';

const TYPING_MS = 250;

/** Accounts of this service: who may sign in, as what, and who does. */
export const UsersPage = () => {
  const t = useTranslate();
  const router = useRouter();
  const pathname = usePathname();
  const params = useSearchParams();
  const filter = readUsersFilter(params);
  const content = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const [creating, setCreating] = useState(false);
  const [typed, setTyped] = useState(filter.text ?? '');
  const api = useTRPCClient();
  const list = useInfiniteQuery(usersQuery(api, filter));
  useRowKeys(content);
  useShortcut('/', t('users.search'), () => search.current?.focus());
  useShortcut('n', t('users.create'), () => setCreating(true));
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const shown = filter.chosen ? rows.find(({ user_id }) => user_id === filter.chosen) : rows[0];
  const elsewhere = useQuery({
    ...userQuery(api, filter.chosen ?? ''),
    enabled: filter.chosen !== undefined && list.isSuccess && shown === undefined,
  });
  const chosen = shown ?? elsewhere.data ?? undefined;

  const set = (name: string, value: string) => {
    const next = new URLSearchParams(params);
    if (value === '') next.delete(name);
    else next.set(name, value);
    router.replace(`${pathname}?${next}`, { scroll: false });
  };
  const setRef = useRef(set);
  setRef.current = set;
  useEffect(() => {
    if (typed.trim() === (filter.text ?? '')) return;
    const timer = setTimeout(() => setRef.current('text', typed.trim()), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed, filter.text]);

  return (
    <>
      <PageHeader title={t('users.title')}>
        <Button size="sm" look="primary" aria-keyshortcuts="n" onClick={() => setCreating(true)}>
          <UserPlus className="size-3.5" aria-hidden />
          {t('users.create')}
        </Button>
      </PageHeader>
      <div ref={content} className="flex-1 overflow-y-auto p-3 md:p-6">
        <div className="mx-auto grid max-w-6xl grid-cols-1 items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          <div className="flex min-w-0 flex-col gap-3">
            <div className="flex flex-wrap items-center gap-2">
              <input
                ref={search}
                type="search"
                aria-label={t('users.search')}
                placeholder={t('users.search')}
                value={typed}
                maxLength={100}
                onChange={(event) => setTyped(event.target.value)}
                className={`${inputClass} max-w-64`}
              />
              <Select
                label={t('users.role')}
                value={filter.role ?? ''}
                options={[
                  { value: '', text: t('users.role_any') },
                  ...ROLES.map((role) => ({ value: role, text: t(`role.${role}`) })),
                ]}
                onChange={(role) => set('role', role)}
              />
              <Select
                label={t('users.state')}
                value={filter.state ?? ''}
                options={[
                  { value: '', text: t('users.state_any') },
                  { value: 'enabled', text: t('users.enabled') },
                  { value: 'disabled', text: t('users.disabled') },
                ]}
                onChange={(state) => set('state', state)}
              />
            </div>
            <Panel title={t('users.list')}>
              {list.data ? (
                rows.length > 0 ? (
                  <>
                    <UserTable rows={rows} chosen={chosen?.user_id} onChoose={(id) => set('user', id)} />
                    {list.hasNextPage && (
                      <div className="border-t px-4 py-2">
                        <Button size="sm" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                          {t(list.isFetchingNextPage ? 'state.loading' : 'users.more')}
                        </Button>
                      </div>
                    )}
                  </>
                ) : (
                  <Empty title={t('users.none')} hint={t('users.none_hint')} />
                )
              ) : list.error ? (
                <Failure error={list.error} onRetry={() => void list.refetch()} />
              ) : (
                <SkeletonRows rows={5} />
              )}
            </Panel>
          </div>
          {chosen && <UserDetail key={chosen.user_id} user={chosen} />}
        </div>
      </div>
      {creating && <CreateDialog onClose={() => setCreating(false)} onCreated={(userId) => set('user', userId)} />}
    </>
  );
};
