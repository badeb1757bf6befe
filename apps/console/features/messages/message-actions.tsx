'use client';

import type { MessageTimeline } from '@message-service/shared/queues';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Ban, RotateCw } from 'lucide-react';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client';
import { Button } from '@/ui/button';
import { useTranslate } from '@/ui/preferences';
import { useShortcut } from '@/ui/shortcuts';
import { toast } from '@/ui/toast';
import { ActDialog } from './act-dialog';

/** Everything on screen that a change of the message makes wrong. */
const useRefresh = () => {
  const trpc = useTRPC();
  const client = useQueryClient();
  return (message_id: string) =>
    Promise.all([
      client.invalidateQueries({ queryKey: trpc.queues.messageTimeline.queryKey({ message_id }) }),
      client.invalidateQueries({ queryKey: trpc.messages.get.queryKey({ message_id }) }),
    ]);
};

/** Retry for a failed message, cancel for one on its way; each says first what it will do. */
export const MessageActions = ({ timeline }: { timeline: MessageTimeline }) => {
  const t = useTranslate();
  const trpc = useTRPC();
  const refresh = useRefresh();
  const [asked, setAsked] = useState<'retry' | 'cancel' | null>(null);
  const { message_id, can_retry, can_cancel } = timeline;
  const settle = () => {
    setAsked(null);
    void refresh(message_id);
  };
  const cancel = useMutation(
    trpc.messages.cancel.mutationOptions({
      onSuccess: () => {
        settle();
        toast({ tone: 'ok', text: t('act.cancelled') });
      },
      onError: () => void refresh(message_id),
    }),
  );
  const retry = useMutation(
    trpc.queues.retryMessage.mutationOptions({
      onSuccess: () => {
        settle();
        toast({
          tone: 'ok',
          text: t('act.retried'),
          action: { label: t('act.cancel'), run: () => setAsked('cancel') },
        });
      },
      onError: () => void refresh(message_id),
    }),
  );
  const open = (act: 'retry' | 'cancel') => {
    retry.reset();
    cancel.reset();
    setAsked(act);
  };
  useShortcut('r', t('act.retry'), () => can_retry && open('retry'));
  const last = timeline.steps.findLast(({ state }) => state === 'done');

  return (
    <>
      {can_retry && (
        <Button size="sm" look="primary" onClick={() => open('retry')}>
          <RotateCw className="size-3.5" aria-hidden />
          {t('act.retry')}
        </Button>
      )}
      {can_cancel && (
        <Button size="sm" onClick={() => open('cancel')}>
          <Ban className="size-3.5" aria-hidden />
          {t('act.cancel')}
        </Button>
      )}
      {asked === 'retry' && (
        <ActDialog
          title={t('act.retry_title')}
          action={t('act.retry')}
          busy={retry.isPending}
          error={retry.error}
          onClose={() => setAsked(null)}
          onConfirm={(reason) => retry.mutate({ message_id, reason })}
        >
          <p>
            {last ? t('act.resumes_after', { step: t(`timeline.step.${last.name}`) }) : t('act.starts_over')}{' '}
            {t('act.budget')}
          </p>
          <p className="text-muted">{t('act.retry_undo')}</p>
        </ActDialog>
      )}
      {asked === 'cancel' && (
        <ActDialog
          title={t('act.cancel_title')}
          action={t('act.cancel')}
          dangerous
          busy={cancel.isPending}
          error={cancel.error}
          onClose={() => setAsked(null)}
          onConfirm={(reason) => cancel.mutate({ message_id, reason })}
        >
          <p>{t('act.cancel_effect')}</p>
        </ActDialog>
      )}
    </>
  );
};
