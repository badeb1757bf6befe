import { CaseReview, ModerationCase } from '@message-service/shared/moderation';
import { z } from 'zod';
import { defineCollection } from '../mongo/index.ts';

/** `_id` repeats `case_id`, which is made of the message's id: a message has one case at most, on every engine. */
export const CaseDoc = ModerationCase.extend({
  _id: z.string(),
  /** The place in the queue: ten times the severity, and one for each report. */
  rank: z.int(),
  /** Marks of the text: texts that are nearly the same have one in common. */
  bands: z.array(z.string()),
  first_claimed_at: z.date().nullable(),
  review: z.lazy(() => CaseReview).nullable(),
  undone_count: z.int(),
});
export type CaseDoc = z.infer<typeof CaseDoc>;

export const moderationCases = defineCollection<CaseDoc>({
  name: 'moderation_cases',
  schema: CaseDoc,
  indexes: [
    {
      name: 'idx_queue',
      key: { state: 1, rank: -1, opened_at: 1, _id: 1 },
      serves: 'the queue: gravest first, the oldest of those first',
      example: { filter: { state: 'open', rank: { $gte: 10 } }, sort: { rank: -1, opened_at: 1, _id: 1 } },
    },
    {
      name: 'idx_due',
      key: { state: 1, due_at: 1, _id: 1 },
      serves: 'the queue by its clock, and how much of it is overdue',
      example: { filter: { state: 'open', due_at: { $lt: new Date(0) } }, sort: { due_at: 1, _id: 1 } },
    },
    {
      name: 'idx_author',
      key: { user_id: 1, opened_at: -1 },
      serves: "the cases of an author's messages, newest first",
      example: { filter: { user_id: 'user_example01' }, sort: { opened_at: -1 } },
    },
    {
      name: 'idx_effect_pending',
      key: { effect_pending_since: 1 },
      options: { partialFilterExpression: { effect_pending_since: { $gt: new Date(0) } } },
      serves: 'decisions that wait to be done to their message',
      example: { filter: { effect_pending_since: { $gt: new Date(0), $lt: new Date(1) } } },
    },
    {
      name: 'idx_decided',
      key: { decided_at: -1, _id: -1 },
      serves: 'what was decided in a period, newest first',
      example: { filter: { decided_at: { $gte: new Date(0) } }, sort: { decided_at: -1, _id: -1 } },
    },
    {
      name: 'idx_bands',
      key: { bands: 1, state: 1 },
      serves: 'cases whose text is nearly the same',
      example: { filter: { bands: 'a', state: 'open' } },
    },
    {
      name: 'idx_opened',
      key: { opened_at: -1 },
      serves: 'what was opened in a period',
      example: { filter: { opened_at: { $gte: new Date(0) } } },
    },
    {
      name: 'idx_review',
      key: { 'review.state': 1, decided_at: 1 },
      serves: 'decisions that wait for a second review, oldest first',
      example: { filter: { 'review.state': 'waiting' }, sort: { decided_at: 1 } },
    },
    {
      name: 'idx_claim',
      key: { 'claim.by': 1, 'claim.until': 1 },
      serves: 'the cases that a moderator holds',
      example: { filter: { 'claim.by': 'user_example01', 'claim.until': { $gt: new Date(0) } } },
    },
  ],
});

/** The case of a message; there is one at most. */
export const caseIdOf = (messageId: string): string => `case_${messageId.slice(messageId.indexOf('_') + 1)}`;

export const MOST_STEPS = 200;
export const MOST_REPORTS = 50;
export const MOST_NOTES = 100;

/** Whether somebody else holds the case. */
export const holderOf = ({ claim }: Pick<CaseDoc, 'claim'>, userId: string, now: Date): string | null =>
  claim && claim.by !== userId && claim.until > now ? claim.by : null;
