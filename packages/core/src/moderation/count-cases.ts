import type { Identity } from '@message-service/shared/auth';
import type { CaseCounts } from '@message-service/shared/moderation';
import type { CoreContext } from '../context.ts';
import { moderationCases } from './moderation-cases.ts';

/** Cases that nobody has decided, and those of them whose time is over. */
export const countWaitingCases = async (
  ctx: Pick<CoreContext, 'db' | 'now'>,
): Promise<{ waiting: number; overdue: number }> => {
  const undecided = { state: { $in: ['open' as const, 'escalated' as const] } };
  const [waiting, overdue] = await Promise.all([
    moderationCases(ctx).countDocuments(undecided),
    moderationCases(ctx).countDocuments({ ...undecided, due_at: { $lt: ctx.now() } }),
  ]);
  return { waiting, overdue };
};

/** How much waits, in all and for the caller. */
export const countCases = async (
  ctx: Pick<CoreContext, 'db' | 'now'>,
  { user_id }: Pick<Identity, 'user_id'>,
): Promise<CaseCounts> => {
  const now = ctx.now();
  const count = (filter: Parameters<ReturnType<typeof moderationCases>['countDocuments']>[0]) =>
    moderationCases(ctx).countDocuments(filter);
  const [open, escalated, overdue, mine, appeals] = await Promise.all([
    count({ state: 'open' }),
    count({ state: 'escalated' }),
    count({ state: { $in: ['open', 'escalated'] }, due_at: { $lt: now } }),
    count({ 'claim.by': user_id, 'claim.until': { $gt: now } }),
    count({ state: 'open', 'appeal.outcome': 'waiting' }),
  ]);
  return { open, escalated, overdue, mine, appeals, at: now };
};
