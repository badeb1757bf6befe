'use client';

import { type FormEvent, useEffect, useRef } from 'react';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { inputClass } from '@/ui/field';
import { useTranslate } from '@/ui/preferences';

/** Asks for a note that other moderators will read. Ctrl or ⌘ with Enter saves it. */
export const NoteDialog = ({ onClose, onConfirm }: { onClose: () => void; onConfirm: (text: string) => void }) => {
  const t = useTranslate();
  const first = useRef<HTMLTextAreaElement>(null);
  useEffect(() => first.current?.focus(), []);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = first.current?.value.trim() ?? '';
    if (text !== '') onConfirm(text);
  };
  return (
    <Dialog title={t('moderation.note')} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4 p-4">
        <textarea
          ref={first}
          aria-label={t('moderation.note')}
          required
          maxLength={1_000}
          rows={4}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit();
          }}
          className={`${inputClass} h-auto py-2`}
        />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('act.back')}</Button>
          <Button type="submit" look="primary">
            {t('moderation.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
};
