'use client';

import type { Conversation } from '@message-service/shared/conversations';
import { Archive } from 'lucide-react';
import Link from 'next/link';
import { usePathname, useSearchParams } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { cn } from '@/ui/cn';
import { shortenId } from '@/ui/format';
import { useTranslate } from '@/ui/preferences';
import { RelativeTime } from '@/ui/time';
import { useRowKeys } from '@/ui/use-row-keys';
import { useVirtualRows } from '@/ui/use-virtual-rows';

const ROW_HEIGHT = 56;
const MORE_BEFORE_END = 10;

type RowProps = { conversation: Conversation; name: string; owner: string | null; current: boolean; query: string };

const Row = ({ conversation, name, owner, current, query }: RowProps) => {
  const t = useTranslate();
  const { conversation_id, title, message_count, status, last_activity_at } = conversation;
  const facts = [name, owner, t.plural('conversations.messages', message_count)].filter(Boolean).join(' · ');
  return (
    <Link
      data-row
      href={`/conversations/${conversation_id}${query}`}
      aria-current={current ? 'true' : undefined}
      className={cn(
        'row-focus flex h-14 flex-col justify-center border-b px-4',
        current ? 'bg-active' : 'hover:bg-hover focus-visible:bg-hover',
      )}
    >
      <span className="flex items-baseline gap-3">
        <span className="truncate font-medium">{title || t('conversations.untitled')}</span>
        <RelativeTime at={last_activity_at} className="ml-auto shrink-0 text-xs text-muted" />
      </span>
      <span className="flex items-center gap-1.5 text-xs text-muted">
        <span className="truncate">{facts}</span>
        {status === 'archived' && (
          <Archive className="ml-auto size-3.5 shrink-0" aria-label={t('visibility.archived')} />
        )}
      </span>
    </Link>
  );
};

type Props = {
  rows: Conversation[];
  names: ReadonlyMap<string, string>;
  showOwner: boolean;
  hasMore: boolean;
  loadingMore: boolean;
  onMore: () => void;
};

/** The rows themselves; only those in view are in the page. */
export const ConversationRows = ({ rows, names, showOwner, hasMore, loadingMore, onMore }: Props) => {
  const t = useTranslate();
  const pathname = usePathname();
  const params = useSearchParams();
  const scroller = useRef<HTMLElement>(null);
  const top = useRef<HTMLDivElement>(null);
  const bottom = useRef<HTMLDivElement>(null);
  const { from, to } = useVirtualRows(scroller, rows.length, ROW_HEIGHT);
  useRowKeys(scroller);

  const nearEnd = to >= rows.length - MORE_BEFORE_END;
  useEffect(() => {
    if (nearEnd && hasMore && !loadingMore) onMore();
  }, [nearEnd, hasMore, loadingMore, onMore]);
  useEffect(() => {
    if (top.current) top.current.style.height = `${from * ROW_HEIGHT}px`;
    if (bottom.current) bottom.current.style.height = `${(rows.length - to) * ROW_HEIGHT}px`;
  }, [from, to, rows.length]);

  const query = params.size > 0 ? `?${params}` : '';
  return (
    <nav ref={scroller} aria-label={t('conversations.list')} className="min-h-0 flex-1 overflow-y-auto">
      <div ref={top} />
      {rows.slice(from, to).map((conversation) => (
        <Row
          key={conversation.conversation_id}
          conversation={conversation}
          name={names.get(conversation.character_id) ?? shortenId(conversation.character_id)}
          owner={showOwner ? shortenId(conversation.user_id) : null}
          current={pathname === `/conversations/${conversation.conversation_id}`}
          query={query}
        />
      ))}
      <div ref={bottom} />
      {loadingMore && <p className="px-4 py-2 text-xs text-muted">{t('state.loading')}</p>}
    </nav>
  );
};
