import type { Overview } from '@message-service/shared/queues';
import { getAlertOverview } from '../alerts/index.ts';
import { getAnalyticsLag, getLastDay } from '../analytics/index.ts';
import { listBudgets } from '../budgets/index.ts';
import type { CoreContext } from '../context.ts';
import { conversations } from '../conversations/index.ts';
import { listProviders } from '../llm/index.ts';
import { countDeadLetters, countUnfinished } from '../messages/index.ts';
import { countWaitingCases } from '../moderation/index.ts';
import { getQueueStatus } from '../queues/index.ts';

/** The budget in dollars for everything, when there is one. */
const readBudget = async (ctx: Pick<CoreContext, 'db' | 'now'>): Promise<Overview['cost']['budget']> => {
  const { items } = await listBudgets(ctx);
  const budget = items.find(({ scope, unit }) => scope === 'all' && unit === 'usd');
  if (!budget) return null;
  const { warn_at, stop_at, states } = budget;
  return { spent: states[0]?.spent ?? 0, reserved: states[0]?.reserved ?? 0, warn_at, stop_at };
};

/**
 * The state of the service at a glance. Figures of the past come from the summaries, those of now from indexes and Redis.
 * @throws DomainError UNAVAILABLE while Redis is away
 */
export const getOverview = async (ctx: CoreContext): Promise<Overview> => {
  const [unfinished, failed, day, active, budget, alerts, moderation, providers, lag_seconds] = await Promise.all([
    countUnfinished(ctx),
    countDeadLetters(ctx),
    getLastDay(ctx),
    conversations(ctx).countDocuments({ status: 'active' }),
    readBudget(ctx),
    getAlertOverview(ctx),
    countWaitingCases(ctx),
    listProviders(ctx),
    getAnalyticsLag(ctx),
  ]);
  const { queues, dead_letter, at } = await getQueueStatus(ctx, failed);
  return {
    messages: { ...unfinished, failed },
    last_24h: day.now,
    before: day.before,
    received_per_hour: day.hours,
    cost: { today: day.cost_today, yesterday: day.cost_yesterday, budget },
    conversations: { active },
    alerts: alerts.open,
    moderation,
    providers: providers.items
      .filter(({ configured }) => configured)
      .map(({ provider, is_default, breaker }) => ({ provider, is_default, breaker })),
    queues,
    dead_letter,
    lag_seconds: Math.round(lag_seconds),
    at,
  };
};
