import { DomainError } from '@message-service/shared/errors';
import type { PolicyView, SafetyPolicy, TryPolicyInput } from '@message-service/shared/safety';
import { type Actor, recordAudit } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import { isDuplicateKey } from '../mongo/index.ts';
import { SETTINGS_POLICY } from './create-safety.ts';
import { toPolicyView } from './list-policies.ts';
import { filtersOf } from './pipeline.ts';
import { type SafetyPolicyDoc, safetyPolicies } from './safety-policies.ts';

const refuse = (path: string, message: string) =>
  new DomainError('VALIDATION_FAILED', 'There can be no such policy.', { errors: [{ path, message }] });

const withChanges = (
  base: SafetyPolicy,
  { name, note, replay, filters, pii, ...rest }: TryPolicyInput,
): SafetyPolicy => {
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return { ...base, ...given, filters: { ...base.filters, ...filters }, pii: { ...base.pii, ...pii } };
};

const check = (policy: SafetyPolicy): void => {
  if (policy.block_threshold > policy.review_threshold)
    throw refuse('block_threshold', 'must not be above review_threshold');
  try {
    filtersOf(policy);
  } catch (error) {
    throw refuse('filters', error instanceof Error ? error.message : 'unknown');
  }
};

/**
 * Has a policy judge beside the one in force, without effect: every message from now on, and some of the last ones. It
 * takes the place of another one that was being tried. Audited.
 * @throws DomainError VALIDATION_FAILED, CONFLICT when the name is taken
 */
export const tryPolicy = async (ctx: CoreContext, identity: Actor, input: TryPolicyInput): Promise<PolicyView> => {
  const now = ctx.now();
  ctx.safety.reload();
  const { active } = await ctx.safety.policies();
  const policy = withChanges(active.policy, input);
  check(policy);
  const taken = new DomainError('CONFLICT', 'There is a policy of this name.');
  if (input.name === SETTINGS_POLICY) throw taken;
  const doc: SafetyPolicyDoc = {
    _id: input.name,
    name: input.name,
    policy,
    status: 'shadow',
    ...(input.note ? { note: input.note } : {}),
    created_by: identity.user_id,
    created_at: now,
    judged: 0,
    changed: 0,
    follow: { at: now, id: '' },
    replay: { wanted: input.replay, done: 0, before: now, before_id: '', finished_at: input.replay === 0 ? now : null },
  };
  await recordAudit(ctx, {
    actor: identity,
    action: 'safety.tryPolicy',
    target: { type: 'policy', id: input.name },
    details: { against: active.name, note: input.note ?? null, replay: input.replay },
  });
  try {
    await safetyPolicies(ctx).insertOne(doc);
  } catch (error) {
    if (isDuplicateKey(error)) throw taken;
    throw error;
  }
  await safetyPolicies(ctx).updateMany({ status: 'shadow', _id: { $ne: doc._id } }, { $set: { status: 'retired' } });
  ctx.safety.reload();
  return toPolicyView(doc, false);
};
