'use client';

import { MAX_MESSAGE_LENGTH } from '@message-service/shared/messages/limits';
import { countCodePoints } from '@message-service/shared/text';
import { ArrowUp } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { Button } from '@/ui/button';
import { cn } from '@/ui/cn';
import { formatExact } from '@/ui/format';
import { usePreferences } from '@/ui/preferences';
import { useShortcut } from '@/ui/shortcuts';

/** The api's own limit may be lower and then answers with its reason. */
const COUNT_FROM = 40_000;

const draftKey = (conversationId: string) => `draft ${conversationId}`;

type Props = { conversationId: string; onSend: (text: string) => void };

/** Writes a message; what is unfinished survives a reload of the tab. */
export const Composer = ({ conversationId, onSend }: Props) => {
  const { locale, t } = usePreferences();
  const area = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState('');
  useShortcut('m', t('composer.focus'), () => area.current?.focus());

  useEffect(() => {
    setText(sessionStorage.getItem(draftKey(conversationId)) ?? '');
  }, [conversationId]);

  const write = (value: string) => {
    setText(value);
    if (value === '') sessionStorage.removeItem(draftKey(conversationId));
    else sessionStorage.setItem(draftKey(conversationId), value);
  };

  const length = text.length < COUNT_FROM ? 0 : countCodePoints(text);
  const tooLong = length > MAX_MESSAGE_LENGTH;
  const ready = text.trim() !== '' && !tooLong;
  const submit = () => {
    if (!ready) return;
    onSend(text);
    write('');
    area.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      area.current?.blur();
      return;
    }
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    submit();
  };

  const figures = { count: formatExact(locale, length), limit: formatExact(locale, MAX_MESSAGE_LENGTH) };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      className="shrink-0 border-t px-3 py-3 lg:px-5"
    >
      <div className="mx-auto flex max-w-3xl items-end gap-2 rounded-lg border border-edge/70 bg-panel p-1.5 focus-within:border-accent-text">
        <textarea
          ref={area}
          value={text}
          rows={1}
          aria-label={t('composer.label')}
          aria-keyshortcuts="m"
          aria-invalid={tooLong ? true : undefined}
          placeholder={t('composer.placeholder')}
          onChange={(event) => write(event.target.value)}
          onKeyDown={onKeyDown}
          className="field-sizing-content max-h-60 min-h-8 min-w-0 flex-1 resize-none bg-transparent px-2 py-1.5 text-md outline-none"
        />
        <Button
          type="submit"
          look="primary"
          size="icon"
          aria-label={t('composer.send')}
          title={t('composer.send')}
          disabled={!ready}
        >
          <ArrowUp className="size-4" aria-hidden />
        </Button>
      </div>
      <p
        role={tooLong ? 'alert' : undefined}
        className={cn('mx-auto mt-1.5 max-w-3xl px-2 text-xs', tooLong ? 'text-danger' : 'text-faint max-lg:hidden')}
      >
        {tooLong ? t('composer.too_long', figures) : length > 0 ? t('composer.remaining', figures) : t('composer.hint')}
      </p>
    </form>
  );
};
