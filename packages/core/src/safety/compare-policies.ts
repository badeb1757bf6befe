import type { Judgement, PolicyDifference, SafetyPolicy, SafetyVerdict } from '@message-service/shared/safety';
import { SafetyDecision, SafetyFilterName } from '@message-service/shared/safety';
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

/** The filters whose findings differ. */
const filtersBetween = (one: SafetyVerdict, other: SafetyVerdict): SafetyFilterName[] => {
  const said = ({ findings }: SafetyVerdict, name: SafetyFilterName) => {
    const found = findings.find(({ filter }) => filter === name);
    return found ? `${found.risk} ${found.issues.toSorted().join()}` : '';
  };
  return SafetyFilterName.options.filter((name) => said(one, name) !== said(other, name));
};

/** What two policies say of a text; null when the same follows for the same reasons. Their own filters only. */
export const comparePolicies = async (
  text: string,
  before: SafetyPolicy,
  after: SafetyPolicy,
): Promise<Pick<PolicyDifference, 'before' | 'after' | 'kind' | 'filters'> | null> => {
  const verdicts = {
    before: await runInTurns(judgeText(text, before, 'before')),
    after: await runInTurns(judgeText(text, after, 'after')),
  };
  const [one, other] = [brief(verdicts.before), brief(verdicts.after)];
  const same = one.decision === other.decision && one.issues.join() === other.issues.join();
  if (same) return null;
  const filters = filtersBetween(verdicts.before, verdicts.after);
  return { before: one, after: other, kind: kindOf(one, other), filters };
};
