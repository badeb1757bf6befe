'use client';

import type { CaseFilter, DeskSettings, SaveDeskSettingsInput } from '@message-service/shared/moderation';
import { Trash2 } from 'lucide-react';
import { type FormEvent, useEffect, useId, useRef } from 'react';
import { Button, IconButton } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Field, inputClass } from '@/ui/field';
import { useTranslate } from '@/ui/preferences';

const LEVELS = [1, 2, 3, 4, 5, 6] as const;

type Props = {
  settings: DeskSettings;
  filter: CaseFilter;
  onSave: (input: SaveDeskSettingsInput) => void;
  onClose: () => void;
};

/** Blur, breaks, and the filters that the reader keeps under a name. */
export const SettingsDialog = ({ settings, filter, onSave, onClose }: Props) => {
  const t = useTranslate();
  const id = useId();
  const first = useRef<HTMLSelectElement>(null);
  const name = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const others = (except: string) => settings.saved_filters.filter((one) => one.name !== except);
  const keep = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const wanted = name.current?.value.trim() ?? '';
    if (wanted === '') return;
    onSave({ saved_filters: [...others(wanted), { name: wanted, filter }] });
    if (name.current) name.current.value = '';
  };
  return (
    <Dialog title={t('moderation.settings')} onClose={onClose}>
      <div className="flex flex-col gap-4 overflow-y-auto p-4">
        <div className="flex flex-col gap-1">
          <label htmlFor={id} className="font-medium">
            {t('moderation.blur_from')}
          </label>
          <select
            id={id}
            ref={first}
            value={settings.blur_from}
            onChange={(event) => onSave({ blur_from: Number(event.target.value) })}
            className={inputClass}
          >
            {LEVELS.map((level) => (
              <option key={level} value={level}>
                {level === 6 ? t('moderation.blur_never') : t('moderation.severity_from', { level })}
              </option>
            ))}
          </select>
        </div>
        <Field
          label={t('moderation.break_after')}
          type="number"
          min={0}
          max={240}
          defaultValue={settings.break_minutes}
          onBlur={(event) => {
            const minutes = Math.trunc(Number(event.target.value));
            if (minutes >= 0 && minutes <= 240) onSave({ break_minutes: minutes });
          }}
        />
        <section className="flex flex-col gap-2" aria-label={t('moderation.saved_filters')}>
          <h3 className="font-medium">{t('moderation.saved_filters')}</h3>
          <ul className="flex flex-col">
            {settings.saved_filters.map((saved) => (
              <li key={saved.name} className="flex h-8 items-center justify-between gap-2">
                <span className="truncate">{saved.name}</span>
                <IconButton
                  label={t('moderation.forget_filter', { name: saved.name })}
                  onClick={() => onSave({ saved_filters: others(saved.name) })}
                >
                  <Trash2 className="size-4" aria-hidden />
                </IconButton>
              </li>
            ))}
          </ul>
          <form onSubmit={keep} className="flex items-end gap-2">
            <div className="min-w-0 flex-1">
              <Field ref={name} label={t('moderation.keep_filter')} maxLength={60} autoComplete="off" />
            </div>
            <Button type="submit">{t('moderation.save')}</Button>
          </form>
        </section>
      </div>
    </Dialog>
  );
};
