'use client';

import { Plus } from 'lucide-react';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import type { ReactNode } from 'react';
import { Button } from '@/ui/button';
import { cn } from '@/ui/cn';
import { useTranslate } from '@/ui/preferences';
import { useShortcut } from '@/ui/shortcuts';
import { useLoaded } from '@/ui/use-loaded';
import { PageHeader } from '../shell/page-header';
import { ConversationList } from './conversation-list';

const loadDialog = () => import('./new-conversation');

const withParam = (params: URLSearchParams, name: string, value: string | null) => {
  const next = new URLSearchParams(params);
  if (value === null) next.delete(name);
  else next.set(name, value);
  return next.size > 0 ? `?${next}` : '';
};

/** List and conversation side by side; on a phone one at a time. */
export const ConversationsFrame = ({ children }: { children: ReactNode }) => {
  const t = useTranslate();
  const router = useRouter();
  const pathname = usePathname();
  const params = useSearchParams();
  const inConversation = pathname !== '/conversations';
  const create = () => router.push(pathname + withParam(params, 'new', '1'), { scroll: false });
  const creating = params.get('new') === '1';
  const dialog = useLoaded(loadDialog, creating);
  useShortcut('n', t('conversations.new'), create);

  return (
    <>
      <div className={cn(inConversation && 'hidden lg:block')}>
        <PageHeader title={t('conversations.title')}>
          <Button look="primary" onClick={create} aria-keyshortcuts="n">
            <Plus className="size-4" aria-hidden />
            {t('conversations.new')}
          </Button>
        </PageHeader>
      </div>
      {inConversation && <h1 className="sr-only lg:hidden">{t('conversations.title')}</h1>}
      <div className="flex min-h-0 flex-1">
        <div className={cn('w-full min-w-0 flex-col border-r lg:flex lg:w-88', inConversation ? 'hidden' : 'flex')}>
          <ConversationList />
        </div>
        <div className={cn('min-w-0 flex-1 flex-col lg:flex', inConversation ? 'flex' : 'hidden')}>{children}</div>
      </div>
      {dialog && creating && (
        <dialog.NewConversation
          onClose={() => router.replace(pathname + withParam(params, 'new', null), { scroll: false })}
        />
      )}
    </>
  );
};
