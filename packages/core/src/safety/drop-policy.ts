import { DomainError } from '@message-service/shared/errors';
import type { DropPolicyInput, PolicyView } from '@message-service/shared/safety';
import { type Actor, recordAudit } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import { toPolicyView } from './list-policies.ts';
import { safetyPolicies } from './safety-policies.ts';

/** Ends the trial of a policy; what it showed stays. Audited. @throws DomainError NOT_FOUND, CONFLICT when it is not being tried */
export const dropPolicy = async (
  ctx: CoreContext,
  identity: Actor,
  { policy_name, reason }: DropPolicyInput,
): Promise<PolicyView> => {
  const target = { type: 'policy', id: policy_name };
  const known = await safetyPolicies(ctx).findOne({ _id: policy_name });
  if (!known) throw new DomainError('NOT_FOUND', 'There is no such policy.');
  await recordAudit(ctx, {
    actor: identity,
    action: 'safety.dropPolicy',
    target,
    details: { reason: reason ?? null, judged: known.judged, changed: known.changed },
  });
  const dropped = await safetyPolicies(ctx).findOneAndUpdate(
    { _id: policy_name, status: 'shadow' },
    { $set: { status: 'retired' } },
    { returnDocument: 'after' },
  );
  if (!dropped) throw new DomainError('CONFLICT', 'The policy is not being tried.');
  ctx.safety.reload();
  return toPolicyView(dropped, false);
};
