'use client';

import { useQuery } from '@tanstack/react-query';
import { ArrowLeft, SlidersHorizontal } from 'lucide-react';
import { useRouter, useSearchParams } from 'next/navigation';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client';
import { IconButton } from '@/ui/button';
import { CopyId } from '@/ui/copy-id';
import { Failure } from '@/ui/failure';
import { useTranslate } from '@/ui/preferences';
import { useShortcut } from '@/ui/shortcuts';
import { Skeleton } from '@/ui/skeleton';
import { useUser } from '../shell/shell-context';
import { Composer } from './composer';
import { ConversationDialog } from './conversation-dialog';
import { Thread } from './thread';
import { useOutbox } from './use-outbox';

const Notice = ({ children }: { children: string }) => (
  <p className="shrink-0 border-t px-4 py-3 text-center text-xs text-muted">{children}</p>
);

/** The right pane: one conversation, with its composer when it is the reader's own. */
export const ThreadPage = ({ conversationId }: { conversationId: string }) => {
  const t = useTranslate();
  const router = useRouter();
  const params = useSearchParams();
  const trpc = useTRPC();
  const user = useUser();
  const conversation = useQuery(trpc.conversations.get.queryOptions({ conversation_id: conversationId }));
  const characters = useQuery(trpc.characters.list.queryOptions(undefined, { staleTime: Number.POSITIVE_INFINITY }));
  const outbox = useOutbox(conversationId);
  const [details, setDetails] = useState(false);
  const back = () => router.push(params.size > 0 ? `/conversations?${params}` : '/conversations');
  useShortcut('Escape', t('conversations.back'), back);
  useShortcut('e', t('conversations.details'), () => setDetails(true));

  const { data } = conversation;
  const character = characters.data?.items.find(({ character_id }) => character_id === data?.character_id);
  const own = data?.user_id === user.user_id;
  return (
    <>
      <header className="flex h-12 shrink-0 items-center gap-2 border-b pr-3 pl-2 lg:pl-5">
        <IconButton label={t('conversations.back')} size="touch" className="lg:hidden" onClick={back}>
          <ArrowLeft className="size-4" aria-hidden />
        </IconButton>
        {data ? (
          <div className="flex min-w-0 items-baseline gap-2">
            <h2 className="truncate font-semibold">{data.title || t('conversations.untitled')}</h2>
            {character && <span className="shrink-0 text-xs text-muted max-sm:hidden">{character.name}</span>}
          </div>
        ) : (
          !conversation.error && <Skeleton className="h-4 w-48" />
        )}
        <CopyId id={conversationId} what={t('conversations.id')} className="ml-auto shrink-0" />
        {own && (
          <IconButton label={t('conversations.details')} aria-keyshortcuts="e" onClick={() => setDetails(true)}>
            <SlidersHorizontal className="size-4" aria-hidden />
          </IconButton>
        )}
      </header>
      {details && data && own && <ConversationDialog conversation={data} onClose={() => setDetails(false)} />}
      {conversation.error && !data ? (
        <Failure error={conversation.error} onRetry={() => void conversation.refetch()} />
      ) : (
        <>
          <Thread
            conversationId={conversationId}
            characterName={character?.name ?? t('author.assistant')}
            own={own}
            outbox={outbox}
          />
          {data && !own && <Notice>{t('composer.not_yours')}</Notice>}
          {data && own && data.status === 'archived' && <Notice>{t('composer.archived')}</Notice>}
          {data && own && data.status === 'active' && (
            <Composer conversationId={conversationId} onSend={(text) => outbox.send(text)} />
          )}
        </>
      )}
    </>
  );
};
