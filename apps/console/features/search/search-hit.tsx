'use client';

import type { Highlight, SearchHit } from '@message-service/shared/search';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { useTranslate } from '@/ui/preferences';
import { VisibilityBadge } from '@/ui/status-badge';
import { RelativeTime } from '@/ui/time';

const marked = (text: string, highlights: readonly Highlight[]): ReactNode[] => {
  const parts: ReactNode[] = [];
  let at = 0;
  for (const { start, end } of highlights) {
    parts.push(text.slice(at, start));
    parts.push(
      <mark key={start} className="rounded-sm bg-warn/25 text-text">
        {text.slice(start, end)}
      </mark>,
    );
    at = end;
  }
  return [...parts, text.slice(at)];
};

/** One message that was found: its text around the match, and where it stands. */
export const SearchHitRow = ({ hit }: { hit: SearchHit }) => {
  const t = useTranslate();
  return (
    <li className="flex flex-col gap-1 border-t px-4 py-2.5 first:border-t-0 hover:bg-hover has-focus-visible:bg-hover">
      <Link
        data-row
        href={`/messages/${hit.message_id}`}
        dir="auto"
        className="row-focus block min-h-6 break-words whitespace-pre-line"
      >
        {marked(hit.excerpt, hit.highlights)}
      </Link>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-0.5 text-xs text-muted">
        <span>{t(`author.${hit.role}`)}</span>
        {hit.model && <span className="font-mono">{hit.model}</span>}
        {hit.status !== 'active' && <VisibilityBadge status={hit.status} />}
        <RelativeTime at={hit.created_at} />
        <Link
          className="inline-flex min-h-6 items-center text-accent-text hover:underline"
          href={`/conversations/${hit.conversation_id}`}
        >
          {t('search.conversation', { number: hit.sequence_number })}
        </Link>
      </p>
    </li>
  );
};
