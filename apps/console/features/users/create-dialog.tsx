'use client';

import type { Role } from '@message-service/shared/auth';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTRPC } from '@/trpc/client';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Failure } from '@/ui/failure';
import { Field } from '@/ui/field';
import { useTranslate } from '@/ui/preferences';
import { PasswordOnce } from './password-once';
import { RoleBoxes } from './role-boxes';
import { usersKey } from './users-query';

type Props = { onClose: () => void; onCreated: (userId: string) => void };

/** A new account; its password is made by the service and shown once. */
export const CreateDialog = ({ onClose, onCreated }: Props) => {
  const t = useTranslate();
  const trpc = useTRPC();
  const client = useQueryClient();
  const [roles, setRoles] = useState<Role[]>(['user']);
  const create = useMutation(
    trpc.users.create.mutationOptions({ onSuccess: () => client.invalidateQueries({ queryKey: usersKey }) }),
  );
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? '').trim();
    create.mutate({ email: text('email'), display_name: text('display_name'), roles });
  };
  if (create.data) {
    const { user, password } = create.data;
    const done = () => {
      onCreated(user.user_id);
      onClose();
    };
    return <PasswordOnce email={user.email} password={password} onClose={done} />;
  }
  return (
    <Dialog title={t('users.create')} onClose={onClose}>
      <form onSubmit={submit} className="flex min-h-0 flex-col gap-4 overflow-y-auto p-4">
        <Field label={t('users.email')} name="email" type="email" required maxLength={254} autoComplete="off" />
        <Field label={t('users.name')} name="display_name" required maxLength={80} autoComplete="off" />
        <RoleBoxes roles={roles} onChange={setRoles} />
        {create.error ? <Failure error={create.error} /> : null}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('act.back')}</Button>
          <Button type="submit" look="primary" disabled={create.isPending || roles.length === 0}>
            {t('users.create')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
};
