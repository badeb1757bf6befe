'use client';

import { type FormEvent, useState } from 'react';
import type { ApiError } from '@/trpc/errors';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { useErrorText } from '@/ui/failure';
import { Field } from '@/ui/field';
import { useTranslate } from '@/ui/preferences';
import { changePassword } from '../login/session';

const SHORTEST = 12;
const LONGEST = 256;

type Faults = { current?: string; next?: string };

/** Changes the password of whoever is signed in; their other sessions end. */
export const PasswordDialog = ({ email, onClose }: { email: string | undefined; onClose: () => void }) => {
  const t = useTranslate();
  const errorText = useErrorText();
  const [pending, setPending] = useState(false);
  const [done, setDone] = useState(false);
  const [faults, setFaults] = useState<Faults>({});
  const [error, setError] = useState<ApiError | null>(null);

  const faultsOf = ({ errors = [] }: ApiError): Faults => ({
    ...(errors.some(({ path }) => path === 'current_password') ? { current: t('password.wrong') } : {}),
    ...(errors.some(({ path }) => path === 'new_password') ? { next: t('password.refused') } : {}),
  });

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const input = {
      current_password: String(form.get('current_password') ?? ''),
      new_password: String(form.get('new_password') ?? ''),
    };
    setPending(true);
    const failed = await changePassword(input);
    setPending(false);
    if (!failed) return setDone(true);
    const found = faultsOf(failed);
    setFaults(found);
    setError(found.current || found.next ? null : failed);
  };

  return (
    <Dialog title={t('menu.password')} onClose={onClose} className="max-w-md">
      {done ? (
        <div className="flex flex-col gap-4 p-4">
          <p role="status">{t('password.changed')}</p>
          <Button autoFocus look="primary" className="self-end" onClick={onClose}>
            {t('action.close')}
          </Button>
        </div>
      ) : (
        <form onSubmit={submit} className="flex min-h-0 flex-col gap-4 overflow-y-auto p-4">
          <input type="hidden" name="username" autoComplete="username" value={email ?? ''} readOnly />
          <Field
            label={t('password.current')}
            name="current_password"
            type="password"
            required
            maxLength={LONGEST}
            autoComplete="current-password"
            error={faults.current}
          />
          <Field
            label={t('password.new', { count: SHORTEST })}
            name="new_password"
            type="password"
            required
            minLength={SHORTEST}
            maxLength={LONGEST}
            autoComplete="new-password"
            error={faults.next}
          />
          <p className="text-xs text-muted">{t('password.hint')}</p>
          {error && (
            <p role="alert" className="text-danger">
              {errorText(error)}
            </p>
          )}
          <div className="flex justify-end gap-2">
            <Button onClick={onClose}>{t('act.back')}</Button>
            <Button type="submit" look="primary" disabled={pending}>
              {t('menu.password')}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
};
