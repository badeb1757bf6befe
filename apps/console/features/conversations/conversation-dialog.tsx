'use client';

import type { Conversation, UpdateConversationInput } from '@message-service/shared/conversations';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useTRPC } from '@/trpc/client';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Failure } from '@/ui/failure';
import { Field } from '@/ui/field';
import { useTranslate } from '@/ui/preferences';
import { toast } from '@/ui/toast';
import { ConversationFigures } from './conversation-figures';
import { conversationListsKey } from './list-query';
import { readSettings, readTags, SettingsFields } from './settings-fields';

type Props = { conversation: Conversation; onClose: () => void };

/** A conversation's name, tags, settings and figures; archives it and brings it back. */
export const ConversationDialog = ({ conversation, onClose }: Props) => {
  const t = useTranslate();
  const trpc = useTRPC();
  const client = useQueryClient();
  const { conversation_id, title, tags, status, settings } = conversation;
  const onSuccess = (changed: Conversation) => {
    client.setQueryData(trpc.conversations.get.queryKey({ conversation_id }), changed);
    void client.invalidateQueries({ queryKey: conversationListsKey });
    toast({ tone: 'ok', text: t('conversations.saved') });
    onClose();
  };
  const update = useMutation(trpc.conversations.update.mutationOptions({ onSuccess }));
  const archive = useMutation(trpc.conversations.archive.mutationOptions({ onSuccess }));
  const restore = useMutation(trpc.conversations.restore.mutationOptions({ onSuccess }));
  const busy = update.isPending || archive.isPending || restore.isPending;
  const error = update.error ?? archive.error ?? restore.error;

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const named = String(form.get('title') ?? '').trim();
    const changes: UpdateConversationInput = {
      conversation_id,
      ...(named !== '' && named !== title ? { title: named } : {}),
      tags: readTags(form),
      settings: readSettings(form),
    };
    update.mutate(changes);
  };

  return (
    <Dialog title={t('conversations.details')} onClose={onClose}>
      <form onSubmit={submit} className="flex min-h-0 flex-col gap-4 overflow-y-auto p-4">
        <ConversationFigures conversationId={conversation_id} />
        <Field label={t('conversations.name')} name="title" defaultValue={title} maxLength={200} autoComplete="off" />
        <Field
          label={t('conversations.tags')}
          name="tags"
          defaultValue={tags.join(', ')}
          maxLength={520}
          autoComplete="off"
        />
        <SettingsFields settings={settings} />
        {error ? <Failure error={error} /> : null}
        <div className="flex flex-wrap justify-end gap-2">
          {status === 'active' ? (
            <Button disabled={busy} onClick={() => archive.mutate({ conversation_id })}>
              {t('conversations.archive')}
            </Button>
          ) : (
            <Button disabled={busy} onClick={() => restore.mutate({ conversation_id })}>
              {t('conversations.restore')}
            </Button>
          )}
          <Button type="submit" look="primary" disabled={busy || status === 'archived'}>
            {t('conversations.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
};
