import { z } from 'zod';
import { MessageView } from '../messages/index.ts';
import { CaseRow } from './schema.ts';
import { CaseId, DecisionAction, HarmPolicy, Severity } from './terms.ts';

/** A decided case to be decided again by somebody who does not see how. */
export const ReviewTask = z.object({
  case_id: CaseId,
  of_version: z.int(),
  severity: Severity,
  issues: z.array(z.string()),
  message: MessageView,
  context: z.array(MessageView),
});
export type ReviewTask = z.infer<typeof ReviewTask>;

export const NextReview = z.object({ task: ReviewTask.nullable(), waiting: z.int() });
export type NextReview = z.infer<typeof NextReview>;

export const SubmitReviewInput = z.strictObject({
  case_id: CaseId,
  of_version: z.int().min(1),
  action: DecisionAction.exclude(['escalate']),
  policy: HarmPolicy.optional(),
});
export type SubmitReviewInput = z.infer<typeof SubmitReviewInput>;

/** Told once it is given, so that it cannot lead it. */
export const ReviewResult = z.object({ case_id: CaseId, agrees: z.boolean(), first: DecisionAction });
export type ReviewResult = z.infer<typeof ReviewResult>;

export const SimilarCasesInput = z.strictObject({ case_id: CaseId });
export type SimilarCasesInput = z.infer<typeof SimilarCasesInput>;

/** Waiting cases whose text is nearly the same, the most similar first; `similarity` from 0 to 1. */
export const SimilarCases = z.object({ items: z.array(CaseRow.extend({ similarity: z.number().min(0).max(1) })) });
export type SimilarCases = z.infer<typeof SimilarCases>;
