import { DomainError } from '@message-service/shared/errors';
import type { PreviewTextInput, TextPreview } from '@message-service/shared/safety';
import type { CoreContext } from '../context.ts';
import { changePolicy } from './change-policy.ts';
import type { NamedPolicy } from './create-safety.ts';
import { judgeText } from './pipeline.ts';
import { safetyPolicies } from './safety-policies.ts';
import { runInTurns } from './text/pausable.ts';

const findPolicy = async (ctx: CoreContext, name: string | undefined): Promise<NamedPolicy> => {
  const { active } = await ctx.safety.policies();
  if (name === undefined || name === active.name) return active;
  const stored = await safetyPolicies(ctx).findOne({ _id: name });
  if (!stored) throw new DomainError('NOT_FOUND', 'There is no such policy.');
  return { name, policy: stored.policy };
};

/**
 * What would become of a text by the policy in force or another one, with changes; by the own filters alone. The text is
 * kept nowhere, and nothing follows from it.
 * @throws DomainError NOT_FOUND, VALIDATION_FAILED
 */
export const previewText = async (
  ctx: CoreContext,
  { text, policy_name, ...changes }: PreviewTextInput,
): Promise<TextPreview> => {
  const { name, policy } = await findPolicy(ctx, policy_name);
  const verdict = await runInTurns(judgeText(text, changePolicy(policy, changes), name));
  const { decision, safety_score, detected_issues, findings, sanitized_text } = verdict;
  return { decision, safety_score, detected_issues, findings, becomes: sanitized_text ?? text, policy: name };
};
