import { z } from 'zod';

/** What a text may break; given with reports and decisions. */
export const HarmPolicy = z.enum([
  'harassment',
  'hate',
  'sexual',
  'sexual_minors',
  'violence',
  'self_harm',
  'dangerous',
  'personal_data',
  'spam',
  'prompt_injection',
  'profanity',
  'other',
]);
export type HarmPolicy = z.infer<typeof HarmPolicy>;

export const CaseId = z.string().regex(/^case_[A-Za-z0-9]{9,64}$/, 'expected case_ and 9 to 64 letters or digits');
export type CaseId = z.infer<typeof CaseId>;

/** Who brought the message to the desk. */
export const CaseSource = z.enum(['filter', 'report', 'moderator', 'appeal']);
export type CaseSource = z.infer<typeof CaseSource>;

/** `escalated` waits for an admin, or for whom it was handed to; `decided` is off the queue. */
export const CaseState = z.enum(['open', 'escalated', 'decided']);
export type CaseState = z.infer<typeof CaseState>;

/**
 * `approve` lets the message through, `redact` shows other text in its place, `archive` takes it out of sight, `dismiss`
 * leaves it as it is, `escalate` leaves the decision to somebody with more say.
 */
export const DecisionAction = z.enum(['approve', 'redact', 'archive', 'dismiss', 'escalate']);
export type DecisionAction = z.infer<typeof DecisionAction>;

/** From 1, hardly anything, to 5, urgent harm. */
export const Severity = z.int().min(1).max(5);
export type Severity = z.infer<typeof Severity>;

/** A part of the original text in UTF-16 code units, `end` excluded. */
export const TextRange = z.strictObject({ start: z.int().min(0).max(200_000), end: z.int().min(1).max(200_000) });
export type TextRange = z.infer<typeof TextRange>;
