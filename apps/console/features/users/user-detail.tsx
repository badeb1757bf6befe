'use client';

import type { UserRow } from '@message-service/shared/users';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTRPC } from '@/trpc/client';
import { CopyId } from '@/ui/copy-id';
import { Failure } from '@/ui/failure';
import { Panel } from '@/ui/panel';
import { useTranslate } from '@/ui/preferences';
import { SkeletonRows } from '@/ui/skeleton';
import { RelativeTime } from '@/ui/time';
import { UserActs } from './user-acts';
import { UserState } from './user-table';

/** One account: what it is, where it is signed in, and what can be done with it. */
export const UserDetail = ({ user }: { user: UserRow }) => {
  const t = useTranslate();
  const trpc = useTRPC();
  const sessions = useQuery(
    trpc.users.sessions.queryOptions({ user_id: user.user_id }, { refetchOnWindowFocus: false }),
  );
  return (
    <div className="flex min-w-0 flex-col gap-4 lg:sticky lg:top-0">
      <Panel title={user.display_name} note={<UserState user={user} />}>
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5 px-4 py-3">
          <dt className="text-muted">{t('users.email')}</dt>
          <dd className="truncate">{user.email}</dd>
          <dt className="text-muted">{t('users.id')}</dt>
          <dd>
            <CopyId id={user.user_id} what={t('users.id')} className="-ml-1" />
          </dd>
          <dt className="text-muted">{t('users.roles')}</dt>
          <dd>{user.roles.map((role) => t(`role.${role}`)).join(', ')}</dd>
          <dt className="text-muted">{t('users.created')}</dt>
          <dd>
            <RelativeTime at={user.created_at} />
          </dd>
        </dl>
        <p className="flex flex-wrap gap-x-4 gap-y-1 border-t px-4 py-2 text-xs">
          <Link className="text-accent-text hover:underline" href={`/analytics/tokens?user_id=${user.user_id}`}>
            {t('users.usage')}
          </Link>
          <Link className="text-accent-text hover:underline" href={`/audit?actor=${user.user_id}`}>
            {t('users.acts')}
          </Link>
        </p>
        <UserActs user={user} />
      </Panel>
      <Panel title={t('users.open_sessions')}>
        {sessions.data ? (
          sessions.data.items.length > 0 ? (
            <ul>
              {sessions.data.items.map((session) => (
                <li key={session.session_id} className="flex flex-col gap-0.5 border-t px-4 py-2 first:border-t-0">
                  <span className="truncate" title={session.user_agent}>
                    {session.user_agent || t('users.unknown_agent')}
                  </span>
                  <span className="text-xs text-muted">
                    {t('users.last_seen')} <RelativeTime at={session.last_seen_at} /> · {t('users.ends')}{' '}
                    <RelativeTime at={session.expires_at} />
                  </span>
                </li>
              ))}
            </ul>
          ) : (
            <p className="px-4 py-3 text-muted">{t('users.no_sessions')}</p>
          )
        ) : sessions.error ? (
          <Failure error={sessions.error} onRetry={() => void sessions.refetch()} />
        ) : (
          <SkeletonRows rows={2} />
        )}
      </Panel>
    </div>
  );
};
