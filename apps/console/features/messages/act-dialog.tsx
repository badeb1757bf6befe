'use client';

import { type FormEvent, type ReactNode, useEffect, useRef } from 'react';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Failure } from '@/ui/failure';
import { Field } from '@/ui/field';
import { useTranslate } from '@/ui/preferences';

type Props = {
  title: string;
  action: string;
  dangerous?: boolean;
  busy: boolean;
  error: unknown;
  onClose: () => void;
  /** With the reason, when one was given. */
  onConfirm: (reason?: string) => void;
  children: ReactNode;
};

/** Says what an act will do before it is done, and asks why, for the audit log. */
export const ActDialog = ({ title, action, dangerous, busy, error, onClose, onConfirm, children }: Props) => {
  const t = useTranslate();
  const first = useRef<HTMLInputElement>(null);
  // after the dialog has opened, which gives the focus to its first button
  useEffect(() => first.current?.focus(), []);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const reason = new FormData(event.currentTarget).get('reason');
    onConfirm(typeof reason === 'string' && reason.trim() !== '' ? reason.trim() : undefined);
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={submit} className="flex min-h-0 flex-col gap-4 overflow-y-auto p-4">
        {children}
        <Field label={t('act.reason')} ref={first} name="reason" maxLength={500} autoComplete="off" />
        {error ? <Failure error={error} /> : null}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('act.back')}</Button>
          <Button type="submit" look={dangerous ? 'danger' : 'primary'} disabled={busy}>
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
};
