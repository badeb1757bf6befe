'use client';

import type { MessageView } from '@message-service/shared/messages';
import { useEffect, useRef } from 'react';
import { cn } from '@/ui/cn';
import { useTranslate } from '@/ui/preferences';
import { ScrollRegion } from '@/ui/scroll-region';
import { RelativeTime } from '@/ui/time';
import { CaseText } from './case-text';
import { Veiled } from './desk-looks';

const isDoubtful = ({ safety_metadata }: MessageView) =>
  (safety_metadata?.decision ?? 'allowed') !== 'allowed' || safety_metadata?.manual_review_required === true;

type Props = {
  ids: { case_id: string; message_id: string };
  context: readonly MessageView[];
  veiled: boolean;
  whole: boolean;
};

/** The message among those around it; what is grave is hidden until the reader asks for it. */
export const CaseContext = ({ ids: { case_id, message_id }, context, veiled, whole }: Props) => {
  const t = useTranslate();
  const own = useRef<HTMLLIElement>(null);
  useEffect(() => {
    const row = own.current;
    const scroller = row?.closest('section');
    if (case_id !== '' && row && scroller)
      scroller.scrollTop = row.offsetTop - (scroller.clientHeight - row.clientHeight) / 2;
  }, [case_id]);
  return (
    <ScrollRegion label={t('moderation.context')} className="relative min-h-0 flex-1 overflow-y-auto">
      <ol className="mx-auto flex max-w-3xl flex-col">
        {context.map((message) => {
          const isOwn = message.message_id === message_id;
          const isHidden = veiled && (isOwn || isDoubtful(message));
          return (
            <li
              key={message.message_id}
              ref={isOwn ? own : undefined}
              aria-current={isOwn ? 'true' : undefined}
              className={cn(
                'flex flex-col gap-0.5 border-l-2 px-4 py-2 [content-visibility:auto] [contain-intrinsic-height:auto_56px]',
                isOwn ? 'border-accent bg-panel py-3' : 'border-transparent text-muted',
              )}
            >
              <span className="flex items-center gap-2 text-xs text-muted">
                <span className={cn('font-medium', isOwn && 'text-text')}>{t(`author.${message.role}`)}</span>
                <RelativeTime at={message.timestamps.created_at} />
                {message.status !== 'active' && <span>{t(`visibility.${message.status}`)}</span>}
                {message.redacted_text !== undefined && (
                  <span className="text-warn">{t('moderation.done.redact')}</span>
                )}
              </span>
              <Veiled blur={isOwn} veiled={isHidden} className={cn(!isOwn && !whole && 'line-clamp-4')}>
                {isHidden && !isOwn ? message.content.text : <CaseText message={message} />}
              </Veiled>
              {isOwn && message.redacted_text !== undefined && (
                <p className="mt-1 border-l-2 border-warn pl-2 text-sm text-muted">
                  {t('moderation.users_read')}{' '}
                  <span className="whitespace-pre-wrap text-text">{message.redacted_text}</span>
                </p>
              )}
            </li>
          );
        })}
      </ol>
    </ScrollRegion>
  );
};
