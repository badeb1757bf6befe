'use client';

import type { UserRow } from '@message-service/shared/users';
import { CircleCheck, CircleSlash, Lock } from 'lucide-react';
import { cn } from '@/ui/cn';
import { useNow, useTranslate } from '@/ui/preferences';
import { ScrollRegion } from '@/ui/scroll-region';
import { RelativeTime } from '@/ui/time';

type Props = { rows: readonly UserRow[]; chosen: string | undefined; onChoose: (id: string) => void };

const looks = {
  enabled: { Icon: CircleCheck, tone: 'text-ok' },
  disabled: { Icon: CircleSlash, tone: 'text-danger' },
  locked: { Icon: Lock, tone: 'text-warn' },
};

export const UserState = ({ user }: { user: UserRow }) => {
  const t = useTranslate();
  const now = useNow();
  const locked = user.locked_until !== null && user.locked_until.getTime() > now;
  const state = user.disabled ? 'disabled' : locked ? 'locked' : 'enabled';
  const { Icon, tone } = looks[state];
  return (
    <span className={cn('inline-flex items-center gap-1 text-xs whitespace-nowrap', tone)}>
      <Icon className="size-3.5" aria-hidden />
      {t(`users.${state}`)}
    </span>
  );
};

const COLUMNS = ['name', 'roles', 'state', 'sessions', 'seen'] as const;

export const UserTable = ({ rows, chosen, onChoose }: Props) => {
  const t = useTranslate();
  return (
    <ScrollRegion label={t('users.list')} className="overflow-x-auto">
      <table className="w-full text-left">
        <thead className="text-xs text-muted">
          <tr className="h-8">
            {COLUMNS.map((name) => (
              <th
                key={name}
                scope="col"
                className="px-3 font-normal whitespace-nowrap first:pl-4 last:pr-4 last:text-right"
              >
                {t(`users.column.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((user) => (
            <tr
              key={user.user_id}
              className={cn(
                'border-t hover:bg-hover has-focus-visible:bg-hover',
                user.user_id === chosen && 'bg-active',
              )}
            >
              <td className="max-w-64 px-3 py-1.5 pl-4">
                <button
                  type="button"
                  data-row
                  aria-pressed={user.user_id === chosen}
                  onClick={() => onChoose(user.user_id)}
                  className="row-focus block max-w-full truncate text-left font-medium hover:underline"
                >
                  {user.display_name}
                </button>
                <span className="block truncate text-xs text-muted">{user.email}</span>
              </td>
              <td className="px-3">{user.roles.map((role) => t(`role.${role}`)).join(', ')}</td>
              <td className="px-3">
                <UserState user={user} />
              </td>
              <td className="px-3 tabular-nums">{user.open_sessions}</td>
              <td className="px-3 pr-4 text-right whitespace-nowrap text-muted">
                {user.last_seen_at ? <RelativeTime at={user.last_seen_at} /> : t('users.never')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
};
