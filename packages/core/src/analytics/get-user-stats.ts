import type { UserStats, UserStatsInput } from '@message-service/shared/analytics';
import { canReadAll, type Identity } from '@message-service/shared/auth';
import { DomainError } from '@message-service/shared/errors';
import { recordAudit } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import { conversations } from '../conversations/index.ts';
import { getTokenUsage } from './get-token-usage.ts';
import { messageAnalytics } from './message-analytics.ts';
import { sumUsage, toUsage, type UsageRow } from './usage.ts';

const notFound = () => new DomainError('NOT_FOUND', 'There is no such user.');

type Sums = UsageRow & {
  total: number;
  user: number;
  assistant: number;
  system: number;
  latency_ms: number;
  timed: number;
};

const addUpMonths = async (ctx: Pick<CoreContext, 'db'>, user_id: string): Promise<Partial<Sums>> => {
  const [sums] = await messageAnalytics(ctx)
    .aggregate<Sums>([
      { $match: { user_id, scope: 'user', aggregation_type: 'monthly_summary' } },
      {
        $group: {
          _id: null,
          ...sumUsage,
          total: { $sum: '$message_metrics.total_messages' },
          user: { $sum: '$message_metrics.user_messages' },
          assistant: { $sum: '$message_metrics.assistant_messages' },
          system: { $sum: '$message_metrics.system_messages' },
          latency_ms: { $sum: '$performance_metrics.total.sum' },
          timed: { $sum: '$performance_metrics.total.count' },
        },
      },
    ])
    .toArray();
  return sums ?? {};
};

/**
 * What a user has sent and used in the last two years. Others' figures are for those who may read all, and audited.
 * @throws DomainError NOT_FOUND when they are somebody else's, or nothing is known of the user
 */
export const getUserStats = async (
  ctx: CoreContext,
  identity: Identity,
  { user_id }: UserStatsInput,
): Promise<UserStats> => {
  if (user_id !== identity.user_id) {
    if (!canReadAll(identity)) throw notFound();
    const target = { type: 'user', id: user_id };
    await recordAudit(ctx, { actor: identity, action: 'analytics.userStats', target });
  }
  const [sums, owned, usage] = await Promise.all([
    addUpMonths(ctx, user_id),
    conversations(ctx).countDocuments({ user_id }),
    getTokenUsage(ctx, { group_by: 'day', user_id, limit: 31, compare: false, series: false }),
  ]);
  const isKnown = owned > 0 || sums.total !== undefined || user_id === identity.user_id;
  if (!isKnown) throw notFound();
  const { total = 0, user = 0, assistant = 0, system = 0, latency_ms = 0, timed = 0, ...tokens } = sums;
  return {
    user_id,
    conversations: owned,
    messages: { total, by_role: { user, assistant, system } },
    tokens: toUsage(tokens),
    average_latency_ms: timed > 0 ? latency_ms / timed : null,
    days: usage.items,
    lag_seconds: usage.lag_seconds,
  };
};
