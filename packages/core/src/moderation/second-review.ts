import { createHash } from 'node:crypto';
import type { CaseDecision, CaseReview } from '@message-service/shared/moderation';
import type { CoreContext } from '../context.ts';
import type { CaseDoc } from './moderation-cases.ts';

const SCALE = 2 ** 32;

/** From 0 to 1, the same for the same decision, and not to be told beforehand. */
const draw = (secret: string, caseId: string, version: number): number =>
  createHash('sha256').update(`${secret}:${caseId}:${version}`).digest().readUInt32BE(0) / SCALE;

/** The second review that a decision calls for, if it is one of the sample; null when it is not. */
export const newReview = (
  { settings }: Pick<CoreContext, 'settings'>,
  doc: CaseDoc,
  { action, policy, by }: CaseDecision,
): CaseReview | null => {
  const of_version = doc.version + 1;
  if (action === 'escalate') return null;
  if (draw(settings.HASH_SECRET_KEY, doc.case_id, of_version) >= settings.MODERATION_SECOND_REVIEW_RATE) return null;
  return { state: 'waiting', of_version, first: { action, policy, by }, second: null, agrees: null };
};
