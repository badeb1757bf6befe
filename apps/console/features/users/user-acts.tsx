'use client';

import type { Role } from '@message-service/shared/auth';
import type { UserRow } from '@message-service/shared/users';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client';
import { Button } from '@/ui/button';
import { useNow, useTranslate } from '@/ui/preferences';
import { toast } from '@/ui/toast';
import { ActDialog } from '../messages/act-dialog';
import { PasswordOnce } from './password-once';
import { RoleBoxes } from './role-boxes';
import { usersKey } from './users-query';

type Act = 'roles' | 'disable' | 'enable' | 'unlock' | 'sign_out' | 'reset_password';

const DANGEROUS: readonly Act[] = ['disable', 'sign_out', 'reset_password'];

/** What an admin may do with an account; each says first what it will do. */
export const UserActs = ({ user }: { user: UserRow }) => {
  const t = useTranslate();
  const trpc = useTRPC();
  const client = useQueryClient();
  const now = useNow();
  const [asking, setAsking] = useState<Act | null>(null);
  const [roles, setRoles] = useState<Role[]>(user.roles);
  const [password, setPassword] = useState<string | null>(null);
  const { user_id } = user;
  const onSuccess = () => {
    if (asking) toast({ tone: 'ok', text: t(`users.act.${asking}.done`) });
    setAsking(null);
    void client.invalidateQueries({ queryKey: usersKey });
    void client.invalidateQueries({ queryKey: trpc.users.sessions.queryKey() });
  };
  const acts = {
    roles: useMutation(trpc.users.setRoles.mutationOptions({ onSuccess })),
    disable: useMutation(trpc.users.disable.mutationOptions({ onSuccess })),
    enable: useMutation(trpc.users.enable.mutationOptions({ onSuccess })),
    unlock: useMutation(trpc.users.unlock.mutationOptions({ onSuccess })),
    sign_out: useMutation(trpc.users.signOut.mutationOptions({ onSuccess })),
    reset_password: useMutation(
      trpc.users.resetPassword.mutationOptions({
        onSuccess: (made) => {
          setPassword(made.password);
          onSuccess();
        },
      }),
    ),
  };
  const locked = user.locked_until !== null && user.locked_until.getTime() > now;
  const offered: Act[] = [
    'roles',
    user.disabled ? 'enable' : 'disable',
    ...(locked ? ['unlock' as const] : []),
    ...(user.open_sessions > 0 ? ['sign_out' as const] : []),
    'reset_password',
  ];
  const ask = (act: Act) => {
    acts[act].reset();
    setRoles(user.roles);
    setAsking(act);
  };
  const confirm = (act: Act, reason?: string) => {
    const why = reason === undefined ? {} : { reason };
    if (act === 'roles') acts.roles.mutate({ user_id, roles, ...why });
    else acts[act].mutate({ user_id, ...why });
  };
  return (
    <div className="flex flex-wrap gap-2 border-t px-4 py-3">
      {offered.map((act) => (
        <Button key={act} size="sm" onClick={() => ask(act)}>
          {t(`users.act.${act}`)}
        </Button>
      ))}
      {asking && (
        <ActDialog
          title={t(`users.act.${asking}`)}
          action={t(`users.act.${asking}`)}
          dangerous={DANGEROUS.includes(asking)}
          busy={acts[asking].isPending || (asking === 'roles' && roles.length === 0)}
          error={acts[asking].error}
          onClose={() => setAsking(null)}
          onConfirm={(reason) => confirm(asking, reason)}
        >
          <p>{t(`users.act.${asking}.effect`, { name: user.display_name, count: user.open_sessions })}</p>
          {asking === 'roles' && <RoleBoxes roles={roles} onChange={setRoles} />}
        </ActDialog>
      )}
      {password !== null && <PasswordOnce email={user.email} password={password} onClose={() => setPassword(null)} />}
    </div>
  );
};
