import { z } from 'zod';
import { AlertSettings } from './alerts/index.ts';
import { NeighbourSettings } from './external/index.ts';
import { hasWantedProvider, LlmProviderSettings } from './llm/index.ts';
import { ModerationSettings } from './moderation/index.ts';
import { OutboundSettings } from './outbound/index.ts';
import { findSafetyConflicts, SafetySettings } from './safety/index.ts';

const whole = (fallback: number, min = 1, max = Number.MAX_SAFE_INTEGER) =>
  z.coerce.number().int().min(min).max(max).default(fallback);
/** Anybody can read them here: not for production. */
const PUBLIC_SECRETS = {
  HASH_SECRET_KEY: 'development-hash-secret',
  AUDIT_SECRET_KEY: 'development-audit-secret',
} as const;
const secret = z.string().min(16, 'at least 16 characters');

/** Settings that api, worker and ops have in common, parsed from environment variables by their own names. */
export const CoreSettings = LlmProviderSettings.extend(NeighbourSettings.shape).extend({
  ENVIRONMENT: z.enum(['development', 'test', 'production']).default('development'),
  LOG_LEVEL: z.preprocess(
    (value) => (typeof value === 'string' ? value.toLowerCase() : value),
    z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  ),
  MONGODB_URL: z.string().min(1, 'needed: the address of MongoDB'),
  MONGODB_DATABASE: z.string().min(1).default('message_service'),
  REDIS_URL: z.string().min(1, 'needed: the address of Redis'),
  /** Prefix of every key and queue in Redis, so that several installations can share one. */
  REDIS_PREFIX: z
    .string()
    .regex(/^[A-Za-z0-9_-]+$/)
    .default('ms'),
  HASH_SECRET_KEY: secret.default(PUBLIC_SECRETS.HASH_SECRET_KEY),
  /** Of the audit log's chain. Whoever has it can rewrite the log; with another one the log no longer verifies. */
  AUDIT_SECRET_KEY: secret.default(PUBLIC_SECRETS.AUDIT_SECRET_KEY),
  /**
   * A file, best on other storage than the database, that says where the audit log ends; its name is continued with the
   * number and the hash of that entry.
   */
  AUDIT_HEAD_FILE: z.string().min(1).optional(),
  MAX_MESSAGE_LENGTH: whole(50_000, 1, 50_000),
  MAX_MESSAGES_PER_CONVERSATION: whole(10_000, 2),
  MAX_CONTEXT_TOKENS: whole(32_000),
  DEFAULT_CONTEXT_WINDOW_SIZE: whole(20, 1, 100),
  /** Seconds for which a conversation's window is kept, in memory and in Redis; 0 keeps none. */
  CONTEXT_CACHE_SECONDS: whole(300, 0, 86_400),
  /** Whether what is older than the window is summarised, where the conversation does not say; and the longest summary. */
  CONTEXT_COMPRESSION: z.stringbool().default(false),
  CONTEXT_SUMMARY_TOKENS: whole(400, 50, 4_096),
  MESSAGE_PROCESSING_TIMEOUT: whole(300),
  /** Seconds after which a worker that has fallen silent loses its messages; a living one prolongs its hold. */
  MESSAGE_LEASE_SECONDS: whole(10, 1, 300),
  /** Accepted messages that wait; over this many, new ones are refused. */
  MAX_QUEUED_MESSAGES: whole(5_000),
  MAX_MESSAGES_PER_MINUTE: whole(100),
  MAX_MESSAGES_PER_HOUR: whole(1_000),
  MAX_MESSAGES_PER_DAY: whole(10_000),
  /** Messages of one user that are accepted and not yet at their end. */
  MAX_CONCURRENT_MESSAGES_PER_USER: whole(10),
  /** Days from archiving to removal; twice as many for messages that are kept longer. */
  ARCHIVED_MESSAGE_RETENTION_DAYS: whole(180, 1, 36_500),
  ...OutboundSettings.shape,
  ...AlertSettings.shape,
  ...SafetySettings.shape,
  ...ModerationSettings.shape,
});
export type CoreSettings = z.output<typeof CoreSettings>;

/** What the variables have to be to one another; the faulty one with its fault. */
const findConflicts = (given: Record<string, string | undefined>): string[] => {
  const found: string[] = [];
  for (const [name, known] of given.ENVIRONMENT === 'production' ? Object.entries(PUBLIC_SECRETS) : []) {
    if ((given[name] ?? known) === known) found.push(`${name}: needed in production: a secret of its own`);
  }
  if (given.AUDIT_SECRET_KEY !== undefined && given.AUDIT_SECRET_KEY === given.HASH_SECRET_KEY)
    found.push('AUDIT_SECRET_KEY: the same as HASH_SECRET_KEY');
  const needed = LlmProviderSettings.safeParse(given).data;
  if (needed && !hasWantedProvider(needed))
    found.push(`DEFAULT_LLM_PROVIDER: ${needed.DEFAULT_LLM_PROVIDER} has neither a key nor an address`);
  return [...found, ...findSafetyConflicts(given)];
};

/** Every fault of the environment in one error, so that one restart mends them all. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/**
 * Parses environment variables; empty ones count as not set.
 * @throws SettingsError that lists each bad variable.
 */
export const parseSettings = <T extends z.ZodType>(
  schema: T,
  environment: Record<string, string | undefined>,
): z.output<T> => {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = schema.safeParse(given);
  const issues = parsed.error?.issues ?? [];
  const faults = [
    ...issues.map((issue) => `${issue.path.map(String).join('.') || 'settings'}: ${issue.message}`),
    ...findConflicts(given),
  ];
  if (parsed.success && faults.length === 0) return parsed.data;
  throw new SettingsError(`These settings are wrong:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
};
