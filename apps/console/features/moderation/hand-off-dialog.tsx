'use client';

import type { DeskPresence } from '@message-service/shared/moderation';
import { type FormEvent, useEffect, useRef } from 'react';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Field, inputClass } from '@/ui/field';
import { useTranslate } from '@/ui/preferences';

type Props = {
  present: readonly DeskPresence[];
  onClose: () => void;
  onConfirm: (to: string, reason: string | undefined) => void;
};

const textOf = (data: FormData, name: string) => {
  const value = data.get(name);
  return typeof value === 'string' ? value.trim() : '';
};

/** Asks to whom a case goes: somebody who is at the desk, or anybody by their id. */
export const HandOffDialog = ({ present, onClose, onConfirm }: Props) => {
  const t = useTranslate();
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    onConfirm(textOf(data, 'to'), textOf(data, 'reason') || undefined);
  };
  return (
    <Dialog title={t('moderation.hand_off')} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4 p-4">
        <label className="flex flex-col gap-1 font-medium">
          {t('moderation.hand_off_to')}
          <input
            ref={first}
            name="to"
            required
            list="desk-people"
            pattern="user_[A-Za-z0-9]{9,64}"
            title="user_…"
            autoComplete="off"
            className={`${inputClass} font-mono font-normal`}
          />
          <datalist id="desk-people">
            {present.map(({ user_id, name }) => (
              <option key={user_id} value={user_id}>
                {name}
              </option>
            ))}
          </datalist>
        </label>
        <Field label={t('act.reason')} name="reason" maxLength={500} autoComplete="off" />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('act.back')}</Button>
          <Button type="submit" look="primary">
            {t('moderation.hand_off')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
};
