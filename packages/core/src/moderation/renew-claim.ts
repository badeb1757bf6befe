import type { Identity } from '@message-service/shared/auth';
import { DomainError } from '@message-service/shared/errors';
import type { CaseClaim, ClaimCaseInput } from '@message-service/shared/moderation';
import type { CoreContext } from '../context.ts';
import { getCaseDoc } from './change-case.ts';
import { moderationCases } from './moderation-cases.ts';

/**
 * A sign of life of whoever holds the case: prolongs the hold. Says nothing of anybody, so it is not audited.
 * @throws DomainError NOT_FOUND, CONFLICT when the hold is over or somebody else's
 */
export const renewClaim = async (
  ctx: CoreContext,
  { user_id }: Identity,
  { case_id }: ClaimCaseInput,
): Promise<CaseClaim> => {
  const now = ctx.now();
  const until = new Date(now.getTime() + ctx.settings.MODERATION_LEASE_SECONDS * 1_000);
  const renewed = await moderationCases(ctx).findOneAndUpdate(
    { _id: case_id, 'claim.by': user_id, 'claim.until': { $gt: now } },
    { $set: { 'claim.until': until }, $inc: { revision: 1 } },
    { returnDocument: 'after' },
  );
  if (renewed?.claim) return renewed.claim;
  await getCaseDoc(ctx, case_id);
  throw new DomainError('CONFLICT', 'You no longer hold this case.');
};
