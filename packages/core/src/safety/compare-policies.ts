import type { Judgement, PolicyDifference, SafetyPolicy, SafetyVerdict } from '@message-service/shared/safety';
import { SafetyDecision } from '@message-service/shared/safety';
import { judgeText } from './pipeline.ts';
import { runInTurns } from './text/pausable.ts';

const brief = ({ decision, safety_score, detected_issues }: SafetyVerdict): Judgement => ({
  decision,
  safety_score,
  issues: detected_issues.toSorted(),
});

const kindOf = (before: Judgement, after: Judgement): PolicyDifference['kind'] => {
  const step = SafetyDecision.options.indexOf(after.decision) - SafetyDecision.options.indexOf(before.decision);
  return step > 0 ? 'stricter' : step < 0 ? 'looser' : 'other';
};

/** What two policies say of a text; null when the same follows for the same reasons. Their own filters only. */
export const comparePolicies = async (
  text: string,
  before: SafetyPolicy,
  after: SafetyPolicy,
): Promise<Pick<PolicyDifference, 'before' | 'after' | 'kind'> | null> => {
  const one = brief(await runInTurns(judgeText(text, before, 'before')));
  const other = brief(await runInTurns(judgeText(text, after, 'after')));
  const same = one.decision === other.decision && one.issues.join() === other.issues.join();
  return same ? null : { before: one, after: other, kind: kindOf(one, other) };
};
