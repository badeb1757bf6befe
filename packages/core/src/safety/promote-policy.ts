import { DomainError } from '@message-service/shared/errors';
import type { PolicyView, PromotePolicyInput } from '@message-service/shared/safety';
import { type Actor, recordAudit } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import { toPolicyView } from './list-policies.ts';
import { safetyPolicies } from './safety-policies.ts';

/**
 * Puts a policy into force, one that was tried or one from before; every process judges by it within
 * SAFETY_RELOAD_SECONDS. Audited with the one that it replaces.
 * @throws DomainError NOT_FOUND, CONFLICT when it is in force already
 */
export const promotePolicy = async (
  ctx: CoreContext,
  identity: Actor,
  { policy_name, reason }: PromotePolicyInput,
): Promise<PolicyView> => {
  const known = await safetyPolicies(ctx).findOne({ _id: policy_name });
  if (!known) throw new DomainError('NOT_FOUND', 'There is no such policy.');
  ctx.safety.reload();
  const { active } = await ctx.safety.policies();
  if (active.name === policy_name) throw new DomainError('CONFLICT', 'The policy is in force.');
  await recordAudit(ctx, {
    actor: identity,
    action: 'safety.promotePolicy',
    target: { type: 'policy', id: policy_name },
    details: { reason: reason ?? null, judged: known.judged, changed: known.changed },
    before: { active: active.name },
    after: { active: policy_name },
  });
  const promoted = await safetyPolicies(ctx).findOneAndUpdate(
    { _id: policy_name },
    { $set: { status: 'active', activated_at: ctx.now(), activated_by: identity.user_id } },
    { returnDocument: 'after' },
  );
  if (!promoted) throw new DomainError('NOT_FOUND', 'There is no such policy.');
  await safetyPolicies(ctx).updateMany(
    { status: 'active', activated_at: { $lt: promoted.activated_at ?? ctx.now() } },
    { $set: { status: 'retired' } },
  );
  ctx.safety.reload();
  return toPolicyView(promoted, true);
};
