'use client';

import type { ContextEntry, ContextOutcome, MessageContext, SummaryRange } from '@message-service/shared/messages';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client';
import { Button } from '@/ui/button';
import { cn } from '@/ui/cn';
import { Failure } from '@/ui/failure';
import { formatExact } from '@/ui/format';
import { Empty, Panel } from '@/ui/panel';
import { usePreferences, useTranslate } from '@/ui/preferences';
import { ScrollRegion } from '@/ui/scroll-region';
import { SkeletonRows } from '@/ui/skeleton';

const tones: Record<ContextOutcome, string> = {
  sent: 'text-ok',
  summarised: 'text-info',
  over_limit: 'text-warn',
  outside_window: 'text-muted',
  archived: 'text-muted',
  flagged: 'text-danger',
  deleted: 'text-muted',
  since: 'text-info',
};

const COLUMNS = ['part', 'author', 'outcome', 'tokens', 'text'] as const;

const toTexts = ({ from, to, messages }: SummaryRange) => ({
  from: String(from),
  to: String(to),
  messages: String(messages),
});

const Row = ({ entry }: { entry: ContextEntry }) => {
  const { locale, t } = usePreferences();
  const { kind, outcome, message_id, sequence_number, summary, role, tokens, cut, text } = entry;
  const name = kind === 'message' ? `#${sequence_number}` : t(`context.${kind}`);
  return (
    <tr className="border-t align-top">
      <td className="px-4 py-2 whitespace-nowrap">
        {message_id ? (
          <Link href={`/messages/${message_id}`} className="text-accent-text hover:underline">
            {name}
          </Link>
        ) : (
          name
        )}
        {summary && <span className="block text-xs text-muted">{t('context.summary_of', toTexts(summary))}</span>}
      </td>
      <td className="px-4 py-2 whitespace-nowrap">{role ? t(`author.${role}`) : '–'}</td>
      <td className={cn('px-4 py-2 whitespace-nowrap', tones[outcome])}>
        {t(`context.outcome.${outcome}`)}
        {cut && <span className="block text-xs text-warn">{t('context.cut')}</span>}
      </td>
      <td className="px-4 py-2 text-right tabular-nums">{tokens === null ? '–' : formatExact(locale, tokens)}</td>
      <td className="w-full min-w-60 px-4 py-2">
        <p className="max-h-32 overflow-y-auto break-words whitespace-pre-wrap">
          {text ?? (summary ? t('context.summary_gone') : '–')}
        </p>
      </td>
    </tr>
  );
};

const Figures = ({ context }: { context: MessageContext }) => {
  const { locale, t } = usePreferences();
  const { metadata, source, unchanged } = context;
  const { details } = metadata;
  const number = (value: number) => formatExact(locale, value);
  const counted = details?.tokenizer !== 'estimate' && details?.tokenizer;
  const kept = details && details.cache !== 'database' && details.cache;
  const parts = [
    t(`context.source.${source}`),
    details && t('context.tokens', { count: number(metadata.context_tokens), limit: number(details.token_limit) }),
    metadata.effective_context_length !== undefined &&
      t('context.stands_for', { count: number(metadata.effective_context_length) }),
    counted ? t('context.tokenizer', { name: counted }) : t('context.estimated'),
    kept ? t(`context.cache.${kept}`, { count: number(details.cached_messages) }) : t('context.not_cached'),
    unchanged === false && t('context.changed'),
  ].filter(Boolean);
  return <span>{parts.join(' · ')}</span>;
};

const Body = ({ context }: { context: MessageContext }) => {
  const t = useTranslate();
  if (context.entries.length === 0) return <Empty title={t('context.not_kept')} />;
  return (
    <ScrollRegion label={t('context.title')} className="max-h-[32rem] overflow-auto">
      <table className="w-full text-left">
        <thead className="text-xs text-muted">
          <tr className="h-8">
            {COLUMNS.map((name) => (
              <th key={name} scope="col" className="px-4 font-normal whitespace-nowrap">
                {t(`context.column.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {context.entries.map((entry) => (
            <Row key={entry.sequence_number ?? entry.kind} entry={entry} />
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
};

/** What the model was given for the message; read, and audited, only when it is asked for. */
export const SentPanel = ({ messageId }: { messageId: string }) => {
  const t = useTranslate();
  const trpc = useTRPC();
  const [open, setOpen] = useState(false);
  const query = useQuery(trpc.messages.context.queryOptions({ message_id: messageId }, { enabled: open }));
  const { data } = query;
  return (
    <Panel
      title={t('context.title')}
      note={open && data && <Figures context={data} />}
      actions={
        <Button size="sm" look="ghost" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t(open ? 'context.hide' : 'context.show')}
        </Button>
      }
    >
      {open &&
        (data ? (
          <Body context={data} />
        ) : query.error ? (
          <Failure error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <SkeletonRows rows={5} />
        ))}
    </Panel>
  );
};
