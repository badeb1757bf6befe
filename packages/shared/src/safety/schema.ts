import { z } from 'zod';

/** The filters in the order in which they run. */
export const SafetyFilterName = z.enum([
  'length',
  'spam',
  'profanity',
  'personal_info',
  'language',
  'toxicity',
  'prompt_injection',
]);
export type SafetyFilterName = z.infer<typeof SafetyFilterName>;

/** A place in the original text: offsets in UTF-16 code units, `end` excluded, as `String.slice` takes them. */
export const SafetySpan = z.object({
  start: z.int().min(0),
  end: z.int().min(0),
  /** What was found there, such as `email` or `threat`. */
  category: z.string(),
  /** What stands there in the sanitised text; without it the span is only marked. */
  replacement: z.string().optional(),
});
export type SafetySpan = z.infer<typeof SafetySpan>;

/** What one filter, or the remote moderation, says of a text; risk 0 is harmless, 1 certain harm. */
export const SafetyFinding = z.object({
  filter: z.enum([...SafetyFilterName.options, 'remote']),
  version: z.int(),
  risk: z.number().min(0).max(1),
  issues: z.array(z.string()),
  /** In order of their start; at most 50. */
  spans: z.array(SafetySpan),
});
export type SafetyFinding = z.infer<typeof SafetyFinding>;

export const MAX_SPANS = 50;

/** `review` lets the text through and asks a moderator to look at it; `blocked` keeps it back until one approves. */
export const SafetyDecision = z.enum(['allowed', 'review', 'blocked']);
export type SafetyDecision = z.infer<typeof SafetyDecision>;

export const PiiEntity = z.enum(['email', 'phone', 'card', 'iban', 'national_id', 'ssn', 'ip']);
export type PiiEntity = z.infer<typeof PiiEntity>;

/** `allow` ignores it, `mask` puts a label in its place in the sanitised text, `block` blocks the message. */
export const PiiAction = z.enum(['allow', 'mask', 'block']);
export type PiiAction = z.infer<typeof PiiAction>;

const score = z.number().min(0).max(1);

/** Which filters run, in which version, and what follows from their findings. */
export const SafetyPolicy = z.strictObject({
  filters: z.strictObject(
    Object.fromEntries(
      SafetyFilterName.options.map((name) => [name, z.strictObject({ enabled: z.boolean(), version: z.int().min(1) })]),
    ) as Record<SafetyFilterName, z.ZodObject<{ enabled: z.ZodBoolean; version: z.ZodInt }, z.core.$strict>>,
  ),
  /** Scores below it ask for a moderator. */
  review_threshold: score,
  /** Scores below it block. */
  block_threshold: score,
  pii: z.strictObject(
    Object.fromEntries(PiiEntity.options.map((entity) => [entity, PiiAction])) as Record<PiiEntity, typeof PiiAction>,
  ),
  /** ISO 639-1 codes of the languages that are welcome; empty for all. */
  languages: z.array(z.string().regex(/^[a-z]{2}$/)).max(60),
  mask_profanity: z.boolean(),
});
export type SafetyPolicy = z.infer<typeof SafetyPolicy>;

/** What the pipeline says of a text: `safety_score = 1 − max(risk)`. */
export const SafetyVerdict = z.object({
  decision: SafetyDecision,
  safety_score: score,
  detected_issues: z.array(z.string()),
  /** The kinds of harm found, such as `spam` or `harassment`. */
  moderation_flags: z.array(z.string()),
  findings: z.array(SafetyFinding),
  sanitized_text: z.string().optional(),
  /** ISO 639-1; absent when the text is too short or mixed to tell. */
  detected_language: z.string().optional(),
  /** Name of the policy that judged. */
  filter_version: z.string(),
});
export type SafetyVerdict = z.infer<typeof SafetyVerdict>;
