'use client';

import { type FormEvent, useState } from 'react';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Failure } from '@/ui/failure';
import { Field, inputClass } from '@/ui/field';
import { useTranslate } from '@/ui/preferences';

const SPANS = [
  { minutes: 30, key: 'alerts.minutes', count: 30 },
  { minutes: 120, key: 'alerts.hours', count: 2 },
  { minutes: 480, key: 'alerts.hours', count: 8 },
  { minutes: 1_440, key: 'alerts.hours', count: 24 },
  { minutes: 10_080, key: 'alerts.days', count: 7 },
] as const;

type Props = {
  busy: boolean;
  error: unknown;
  onClose: () => void;
  onConfirm: (minutes: number, note?: string) => void;
};

export const MuteDialog = ({ busy, error, onClose, onConfirm }: Props) => {
  const t = useTranslate();
  const [minutes, setMinutes] = useState<number>(120);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const note = new FormData(event.currentTarget).get('note');
    onConfirm(minutes, typeof note === 'string' && note.trim() !== '' ? note.trim() : undefined);
  };
  return (
    <Dialog title={t('alerts.mute')} onClose={onClose}>
      <form onSubmit={submit} className="flex min-h-0 flex-col gap-4 overflow-y-auto p-4">
        <p>{t('alerts.mute_body')}</p>
        <label className="flex flex-col gap-1 font-medium">
          {t('alerts.mute_for')}
          <select
            value={minutes}
            onChange={(event) => setMinutes(Number(event.target.value))}
            className={`${inputClass} font-normal`}
          >
            {SPANS.map((span) => (
              <option key={span.minutes} value={span.minutes}>
                {t(span.key, { count: span.count })}
              </option>
            ))}
          </select>
        </label>
        <Field label={t('act.reason')} name="note" maxLength={500} autoComplete="off" />
        {error ? <Failure error={error} /> : null}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('act.back')}</Button>
          <Button type="submit" look="primary" disabled={busy}>
            {t('alerts.mute')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
};
