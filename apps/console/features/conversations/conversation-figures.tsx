'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTRPC } from '@/trpc/client';
import { Failure } from '@/ui/failure';
import { formatDuration, formatExact, formatMoney } from '@/ui/format';
import { usePreferences } from '@/ui/preferences';
import { isOperator } from '../shell/pages';
import { useUser } from '../shell/shell-context';

/** Messages, tokens, cost and speed of a conversation. */
export const ConversationFigures = ({ conversationId }: { conversationId: string }) => {
  const { locale, t } = usePreferences();
  const trpc = useTRPC();
  const { roles } = useUser();
  const stats = useQuery(trpc.analytics.conversationStats.queryOptions({ conversation_id: conversationId }));
  if (stats.error && !stats.data) return <Failure error={stats.error} onRetry={() => void stats.refetch()} />;
  const { data } = stats;
  const latency = data?.average_latency_ms;
  const figures = [
    ['messages', data && formatExact(locale, data.messages.total)],
    ['tokens', data && formatExact(locale, data.tokens.total_tokens)],
    ['cost', data && formatMoney(locale, data.total_cost)],
    ['latency', data && (latency == null ? '–' : formatDuration(locale, latency))],
  ] as const;
  return (
    <div>
      <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-md border bg-line sm:grid-cols-4">
        {figures.map(([name, value]) => (
          <div key={name} className="bg-panel px-3 py-2">
            <dt className="truncate text-xs text-muted">{t(`conversations.figure.${name}`)}</dt>
            <dd className="font-semibold">{value ?? <span className="skeleton my-1 block h-4 w-12" />}</dd>
          </div>
        ))}
      </dl>
      {isOperator(roles) && (
        <Link
          href={`/analytics/tokens?conversation_id=${conversationId}&by=day`}
          className="mt-1 inline-block text-xs text-accent-text hover:underline"
        >
          {t('conversations.figures_more')}
        </Link>
      )}
    </div>
  );
};
