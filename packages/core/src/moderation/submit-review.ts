import { DomainError } from '@message-service/shared/errors';
import type { ReviewResult, SubmitReviewInput } from '@message-service/shared/moderation';
import type { Actor } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import { changeCase } from './change-case.ts';

/**
 * Gives the second decision about a case of the sample; it changes nothing but the score of agreement. Once, and by
 * somebody else than the first.
 * @throws DomainError NOT_FOUND, CONFLICT when the case no longer waits for it, FORBIDDEN for one's own decision
 */
export const submitReview = async (
  ctx: CoreContext,
  identity: Actor,
  { case_id, of_version, action, policy }: SubmitReviewInput,
): Promise<ReviewResult> => {
  const doc = await changeCase(ctx, identity, case_id, {
    action: 'moderation.submitReview',
    what: 'reviewed',
    details: { decision: action, policy: policy ?? null },
    change({ review }, now) {
      if (review?.state !== 'waiting' || review.of_version !== of_version)
        throw new DomainError('CONFLICT', 'The case no longer waits for a second review.');
      if (review.first.by === identity.user_id)
        throw new DomainError('FORBIDDEN', 'A second review is by somebody else.');
      const second = { action, policy: policy ?? null, by: identity.user_id, at: now };
      return { set: { review: { ...review, state: 'done', second, agrees: action === review.first.action } } };
    },
  });
  return { case_id, agrees: doc.review?.agrees ?? false, first: doc.review?.first.action ?? action };
};
