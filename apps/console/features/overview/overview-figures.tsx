'use client';

import type { Overview } from '@message-service/shared/queues';
import { Figure } from '@/ui/figure';
import { useTranslate } from '@/ui/preferences';

export const OverviewFigures = ({ overview }: { overview: Overview }) => {
  const t = useTranslate();
  const { messages, conversations } = overview;
  const now = t('overview.now');
  const day = t('overview.last_24h');
  return (
    <section
      aria-label={t('overview.figures')}
      className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border bg-line sm:grid-cols-3 lg:col-span-3 lg:grid-cols-6"
    >
      <Figure label={t('overview.queued')} note={now} value={messages.queued} href="/queues" />
      <Figure label={t('overview.processing')} note={now} value={messages.processing} href="/queues" />
      <Figure
        label={t('overview.failed')}
        note={t('overview.waiting_for_retry')}
        value={messages.failed}
        href="/queues#dead-letter"
        alarming
      />
      <Figure label={t('overview.completed')} note={day} value={messages.completed_last_24h} href="/conversations" />
      <Figure label={t('overview.received')} note={day} value={messages.received_last_24h} href="/conversations" />
      <Figure
        label={t('overview.conversations')}
        note={t('overview.active')}
        value={conversations.active}
        href="/conversations?status=active"
      />
    </section>
  );
};
