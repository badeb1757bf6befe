'use client';

import type { Overview } from '@message-service/shared/queues';
import { Figure } from '@/ui/figure';
import { formatDuration, formatMoney } from '@/ui/format';
import { usePreferences } from '@/ui/preferences';
import { useChange } from '../analytics/figure-grid';
import { isModerator } from '../shell/pages';
import { useUser } from '../shell/shell-context';

const strip =
  'grid grid-cols-2 gap-px overflow-hidden rounded-lg border bg-line sm:grid-cols-3 lg:col-span-3 lg:grid-cols-6';
const PERFORMANCE = '/analytics/performance?range=24h';
const SPENT = '/analytics/tokens?range=7d&by=model&measure=total_cost';

const costTone = ({ budget }: Overview['cost']) => {
  if (!budget) return undefined;
  const taken = budget.spent + budget.reserved;
  return taken >= budget.stop_at ? 'danger' : taken > budget.warn_at ? 'warn' : undefined;
};

/** What came in and went out over the last 24 hours, held against the 24 before. */
export const DayFigures = ({ overview }: { overview: Overview }) => {
  const { locale, t } = usePreferences();
  const change = useChange();
  const { last_24h, before, cost, conversations } = overview;
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const duration = (value: number | null) => (value === null ? null : formatDuration(locale, value));
  const { budget } = cost;
  return (
    <section aria-label={t('overview.day')} className={strip}>
      <Figure
        label={t('overview.received')}
        note={change(last_24h.received, before.received)}
        value={last_24h.received}
        href={PERFORMANCE}
      />
      <Figure
        label={t('overview.replies')}
        note={change(last_24h.replies, before.replies)}
        value={last_24h.replies}
        href={PERFORMANCE}
      />
      <Figure
        label={t('overview.cost_today')}
        note={
          budget
            ? t('overview.of_budget', {
                share: percent.format((budget.spent + budget.reserved) / budget.stop_at),
                limit: formatMoney(locale, budget.stop_at),
              })
            : t('overview.yesterday', { amount: formatMoney(locale, cost.yesterday) })
        }
        value={formatMoney(locale, cost.today)}
        href={budget ? '/budgets' : SPENT}
        tone={costTone(cost)}
      />
      <Figure
        label={t('overview.p50')}
        note={
          last_24h.p95_ms === null ? '\u00a0' : t('overview.p95', { value: formatDuration(locale, last_24h.p95_ms) })
        }
        value={duration(last_24h.p50_ms)}
        href={PERFORMANCE}
      />
      <Figure
        label={t('overview.error_rate')}
        note={t.plural('overview.failed_count', last_24h.failed)}
        value={last_24h.error_rate === null ? null : percent.format(last_24h.error_rate)}
        href={`${PERFORMANCE}&failed=1`}
        tone={last_24h.failed > 0 ? 'danger' : undefined}
      />
      <Figure
        label={t('overview.conversations')}
        note={t('overview.active')}
        value={conversations.active}
        href="/conversations?status=active"
      />
    </section>
  );
};

/** What waits now, and for whom. */
export const NowFigures = ({ overview }: { overview: Overview }) => {
  const { locale, t } = usePreferences();
  const { roles } = useUser();
  const { messages, alerts, moderation, providers, queues } = overview;
  const open = alerts.critical + alerts.warning + alerts.info;
  const oldest = Math.max(0, ...queues.map(({ oldest_waiting_ms }) => oldest_waiting_ms));
  const working = providers.filter(({ breaker }) => breaker.state === 'closed').length;
  return (
    <section aria-label={t('overview.figures')} className={strip}>
      <Figure
        label={t('overview.queued')}
        note={oldest > 0 ? t('overview.oldest', { duration: formatDuration(locale, oldest) }) : t('overview.now')}
        value={messages.queued}
        href="/queues"
      />
      <Figure label={t('overview.processing')} note={t('overview.now')} value={messages.processing} href="/queues" />
      <Figure
        label={t('overview.failed')}
        note={t('overview.waiting_for_retry')}
        value={messages.failed}
        href="/queues#dead-letter"
        tone={messages.failed > 0 ? 'danger' : undefined}
      />
      <Figure
        label={t('overview.alerts')}
        note={alerts.critical > 0 ? t('overview.critical', { count: alerts.critical }) : t('overview.open')}
        value={open}
        href="/alerts"
        tone={alerts.critical > 0 ? 'danger' : alerts.warning > 0 ? 'warn' : undefined}
      />
      <Figure
        label={t('overview.cases')}
        note={moderation.overdue > 0 ? t('overview.overdue', { count: moderation.overdue }) : t('overview.undecided')}
        value={moderation.waiting}
        href={isModerator(roles) ? `/moderation${moderation.overdue > 0 ? '?overdue=true' : ''}` : undefined}
        tone={moderation.overdue > 0 ? 'warn' : undefined}
      />
      <Figure
        label={t('overview.providers')}
        note={t('overview.answering')}
        value={t('overview.some_of', { count: working, all: providers.length })}
        href="/providers"
        tone={working < providers.length ? 'danger' : undefined}
      />
    </section>
  );
};
