'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { useTRPC } from '@/trpc/client';
import { Button } from '@/ui/button';
import { cn } from '@/ui/cn';
import { Dialog } from '@/ui/dialog';
import { Failure } from '@/ui/failure';
import { Field } from '@/ui/field';
import { usePreferences } from '@/ui/preferences';
import { SkeletonRows } from '@/ui/skeleton';
import { conversationListsKey } from './list-query';
import { readSettings, readTags, SettingsFields } from './settings-fields';

/** Picks a character and, if wanted, a title, and opens the new conversation. */
export const NewConversation = ({ onClose }: { onClose: () => void }) => {
  const { locale, t } = usePreferences();
  const router = useRouter();
  const trpc = useTRPC();
  const client = useQueryClient();
  const [picked, setPicked] = useState<string | null>(null);
  const characters = useQuery(trpc.characters.list.queryOptions());
  const items = characters.data?.items ?? [];
  const characterId = picked ?? items[0]?.character_id;
  const create = useMutation(
    trpc.conversations.create.mutationOptions({
      onSuccess: ({ conversation_id }) => {
        void client.invalidateQueries({ queryKey: conversationListsKey });
        router.push(`/conversations/${conversation_id}`);
      },
    }),
  );

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (characterId === undefined) return;
    const form = new FormData(event.currentTarget);
    const title = form.get('title');
    const named = typeof title === 'string' && title.trim() !== '' ? { title: title.trim() } : {};
    const chosen = Object.entries(readSettings(form)).filter(([, value]) => value !== null);
    create.mutate({
      character_id: characterId,
      ...named,
      tags: readTags(form),
      ...(chosen.length > 0 ? { settings: Object.fromEntries(chosen) } : {}),
    });
  };

  return (
    <Dialog title={t('conversations.new')} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4 overflow-y-auto p-4">
        <fieldset className="flex min-w-0 flex-col gap-1">
          <legend className="mb-1 font-medium">{t('conversations.character')}</legend>
          {characters.error && <Failure error={characters.error} onRetry={() => void characters.refetch()} />}
          {characters.isPending && <SkeletonRows rows={2} />}
          {characters.data && items.length === 0 && <p className="text-muted">{t('conversations.no_characters')}</p>}
          {items.map(({ character_id, name, description }) => (
            <label
              key={character_id}
              className={cn(
                'flex cursor-pointer items-start gap-3 rounded-md border p-3 hover:bg-hover',
                character_id === characterId && 'border-accent-text bg-accent-soft hover:bg-accent-soft',
              )}
            >
              <input
                type="radio"
                name="character"
                value={character_id}
                checked={character_id === characterId}
                autoFocus={character_id === items[0]?.character_id}
                onChange={() => setPicked(character_id)}
                className="mt-1 accent-(--accent)"
              />
              <span className="min-w-0">
                <span className="block font-medium">{name}</span>
                <span className="block text-muted">{description[locale]}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <Field label={t('conversations.title_field')} name="title" maxLength={200} autoComplete="off" />
        <Field label={t('conversations.tags')} name="tags" maxLength={520} autoComplete="off" />
        <details>
          <summary className="cursor-pointer py-1 font-medium">{t('conversations.settings')}</summary>
          <div className="pt-2">
            <SettingsFields />
          </div>
        </details>
        {create.error && <Failure error={create.error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button type="submit" look="primary" disabled={characterId === undefined || create.isPending}>
            {t(create.isPending ? 'conversations.creating' : 'conversations.create')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
};
