import { PiiAction, SafetyFilterName } from '@message-service/shared/safety';
import { z } from 'zod';

const score = (fallback: number) => z.coerce.number().min(0).max(1).default(fallback);
const flag = (fallback: boolean) => z.stringbool().default(fallback);
const action = PiiAction.default('mask');

/** A comma-separated list; empty when nothing is given. */
const list = <T extends z.ZodType<unknown, string>>(item: T) =>
  z
    .string()
    .default('')
    .transform((value) => value.split(',').map((one) => one.trim()))
    .transform((values) => values.filter((value) => value !== ''))
    .pipe(z.array(item));

/** What is filtered and what follows, until an admin promotes a policy that is kept in the database. */
export const SafetySettings = z.object({
  ENABLE_CONTENT_FILTERING: flag(true),
  /** Scores below it ask for a moderator. */
  SAFETY_THRESHOLD: score(0.8),
  /** Scores below it block; must not be above the other. */
  SAFETY_BLOCK_THRESHOLD: score(0.2),
  /** Filters that do not run. */
  SAFETY_DISABLED_FILTERS: list(SafetyFilterName),
  /** Languages that are welcome, ISO 639-1; all when empty. */
  SAFETY_LANGUAGES: list(z.string().regex(/^[a-z]{2}$/, 'two letters each')),
  SAFETY_MASK_PROFANITY: flag(false),
  PII_EMAIL_ACTION: action,
  PII_PHONE_ACTION: action,
  PII_CARD_ACTION: action,
  PII_IBAN_ACTION: action,
  PII_NATIONAL_ID_ACTION: action,
  PII_SSN_ACTION: action,
  PII_IP_ACTION: action,
  /** Seconds after which a process looks whether another policy was promoted. */
  SAFETY_RELOAD_SECONDS: z.coerce.number().min(0.05).max(30).default(15),
  /** A second opinion: OpenAI's endpoint, or a service that takes `{text}` and answers `{risk, categories?}`. */
  REMOTE_MODERATION: z.enum(['none', 'openai', 'http']).default('none'),
  /** Whole address for `http`; for `openai` the base address, with or without /v1. */
  REMOTE_MODERATION_URL: z.url({ protocol: /^https?$/, error: 'an http:// or https:// address is needed' }).optional(),
  /** Sent as a bearer token; for `openai` OPENAI_API_KEY is taken when it is not given. */
  REMOTE_MODERATION_API_KEY: z.string().trim().min(1).max(500).optional(),
  REMOTE_MODERATION_MODEL: z.string().trim().min(1).max(200).default('omni-moderation-latest'),
  /** Seconds for one call, its whole body included. */
  REMOTE_MODERATION_TIMEOUT: z.coerce.number().min(0.05).max(30).default(2),
  /** Without an answer: `open` goes on with the own filters, `closed` accepts nothing and withholds replies. */
  REMOTE_MODERATION_ON_FAILURE: z.enum(['open', 'closed']).default('open'),
  /** Failed calls in a row after which it is left alone, and for how many seconds. */
  REMOTE_MODERATION_BREAKER_FAILURES: z.coerce.number().int().min(1).default(5),
  REMOTE_MODERATION_BREAKER_SECONDS: z.coerce.number().min(0.05).max(3_600).default(60),
  /** Answers in a row after which it is trusted again. */
  REMOTE_MODERATION_BREAKER_SUCCESSES: z.coerce.number().int().min(1).default(3),
  /** Calls that all processes together may have open at once. */
  REMOTE_MODERATION_CONCURRENCY: z.coerce.number().int().min(1).max(1_000).default(20),
});
export type SafetySettings = z.output<typeof SafetySettings>;

/** What the variables have to be to one another; each fault with its variable. */
export const findSafetyConflicts = (given: Record<string, string | undefined>): string[] => {
  const parsed = SafetySettings.safeParse(given).data;
  if (!parsed) return [];
  const found: string[] = [];
  if (parsed.SAFETY_BLOCK_THRESHOLD > parsed.SAFETY_THRESHOLD) {
    found.push('SAFETY_BLOCK_THRESHOLD: must not be above SAFETY_THRESHOLD');
  }
  if (parsed.REMOTE_MODERATION === 'http' && parsed.REMOTE_MODERATION_URL === undefined) {
    found.push('REMOTE_MODERATION_URL: needed for REMOTE_MODERATION=http');
  }
  if (parsed.REMOTE_MODERATION === 'openai' && !(parsed.REMOTE_MODERATION_API_KEY ?? given.OPENAI_API_KEY)) {
    found.push('REMOTE_MODERATION_API_KEY: needed for REMOTE_MODERATION=openai, or OPENAI_API_KEY');
  }
  return found;
};
