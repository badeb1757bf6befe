import type { AuthorHistory } from '@message-service/shared/moderation';
import type { CoreContext } from '../context.ts';
import { summarizeAuthor } from '../messages/index.ts';
import { type CaseDoc, moderationCases } from './moderation-cases.ts';

const DAY_MS = 86_400_000;
const SHOWN = 20;
const MOST_READ = 500;

/** Decisions with a strike in the last MODERATION_STRIKE_DAYS, of those that hold. */
const countStrikes = (docs: readonly Pick<CaseDoc, 'decisions'>[], since: Date): number =>
  docs.filter(({ decisions }) => decisions.some(({ strike, at }) => strike && at >= since)).length;

/** What somebody has written and what was decided about it. */
export const getAuthorHistory = async (
  ctx: Pick<CoreContext, 'db' | 'settings' | 'now'>,
  userId: string,
): Promise<AuthorHistory> => {
  const since = new Date(ctx.now().getTime() - ctx.settings.MODERATION_STRIKE_DAYS * DAY_MS);
  const [written, docs] = await Promise.all([
    summarizeAuthor(ctx, userId),
    moderationCases(ctx).find({ user_id: userId }).sort({ opened_at: -1 }).limit(MOST_READ).toArray(),
  ]);
  return {
    user_id: userId,
    ...written,
    strikes: countStrikes(docs, since),
    cases: docs.slice(0, SHOWN).map(({ case_id, severity, state, issues, decisions, opened_at }) => ({
      case_id,
      severity,
      state,
      issues,
      decision: decisions.at(-1)?.action ?? null,
      strike: decisions.at(-1)?.strike ?? false,
      opened_at,
    })),
  };
};
