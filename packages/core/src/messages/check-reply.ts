import type { SafetyVerdict } from '@message-service/shared/safety';
import type { CoreContext } from '../context.ts';
import { NeighbourError } from '../external/index.ts';

/** What a reply is when the remote moderation, which must not be missed, gives no answer: kept back. */
const unjudged = (filterVersion: string): SafetyVerdict => ({
  decision: 'blocked',
  safety_score: 0,
  detected_issues: ['remote_unavailable'],
  moderation_flags: [],
  findings: [{ filter: 'remote', version: 1, risk: 1, issues: ['remote_unavailable'], spans: [] }],
  filter_version: filterVersion,
});

/** Judges a reply. Without the remote moderation's answer, where it fails closed, the reply is kept back. */
export const checkReply = async (ctx: CoreContext, text: string): Promise<SafetyVerdict> => {
  try {
    return await ctx.safety.check(text);
  } catch (error) {
    if (!(error instanceof NeighbourError)) throw error;
    return unjudged((await ctx.safety.policies()).active.name);
  }
};
