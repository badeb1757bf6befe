import { DomainError } from '@message-service/shared/errors';
import type { PolicyView, TryPolicyInput } from '@message-service/shared/safety';
import { type Actor, recordAudit } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import { isDuplicateKey } from '../mongo/index.ts';
import { changePolicy } from './change-policy.ts';
import { SETTINGS_POLICY } from './create-safety.ts';
import { toPolicyView } from './list-policies.ts';
import { type SafetyPolicyDoc, safetyPolicies } from './safety-policies.ts';

/**
 * Has a policy judge beside the one in force, without effect: every message from now on, and some of the last ones. It
 * takes the place of another one that was being tried. Audited.
 * @throws DomainError VALIDATION_FAILED, CONFLICT when the name is taken
 */
export const tryPolicy = async (ctx: CoreContext, identity: Actor, input: TryPolicyInput): Promise<PolicyView> => {
  const now = ctx.now();
  ctx.safety.reload();
  const { active } = await ctx.safety.policies();
  const { name, note, replay, ...changes } = input;
  const policy = changePolicy(active.policy, changes);
  const taken = new DomainError('CONFLICT', 'There is a policy of this name.');
  if (name === SETTINGS_POLICY) throw taken;
  const doc: SafetyPolicyDoc = {
    _id: name,
    name,
    policy,
    status: 'shadow',
    ...(note ? { note } : {}),
    created_by: identity.user_id,
    created_at: now,
    judged: 0,
    changed: 0,
    follow: { at: now, id: '' },
    replay: { wanted: replay, done: 0, before: now, before_id: '', finished_at: replay === 0 ? now : null },
  };
  await recordAudit(ctx, {
    actor: identity,
    action: 'safety.tryPolicy',
    target: { type: 'policy', id: name },
    details: { against: active.name, note: note ?? null, replay },
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
