import type { HarmPolicy } from '@message-service/shared/moderation';
import type { MessageDoc } from '../messages/index.ts';
import type { ModerationSettings } from './settings-schema.ts';

const HOUR_MS = 3_600_000;
const URGENT = new Set(['sexual_minors', 'self_harm', 'violence']);

/** How grave what a user reports is until somebody has looked: their word alone is never the gravest, but for children. */
const OF_REPORT: Record<HarmPolicy, number> = {
  sexual_minors: 5,
  violence: 4,
  self_harm: 4,
  dangerous: 3,
  hate: 3,
  harassment: 3,
  sexual: 3,
  personal_data: 3,
  spam: 2,
  prompt_injection: 2,
  profanity: 1,
  other: 2,
};
export const severityOfReport = (category: HarmPolicy): number => OF_REPORT[category];

const STEPS = [
  [0.5, 3],
  [0.35, 2],
] as const;

/** From 1 to 5, by what the filters say of a message. */
export const severityOfMessage = ({ safety_metadata }: Pick<MessageDoc, 'safety_metadata'>): number => {
  if (!safety_metadata) return 1;
  if (safety_metadata.decision === 'blocked')
    return safety_metadata.moderation_flags.some((flag) => URGENT.has(flag)) ? 5 : 4;
  const risk = 1 - safety_metadata.safety_score;
  return STEPS.find(([least]) => risk >= least)?.[1] ?? 1;
};

const MOST_COUNTED = 9;

/** The place in the queue: what is graver goes first, of equals what was reported more often. */
export const rankOf = (severity: number, reports: number): number => severity * 10 + Math.min(MOST_COUNTED, reports);

/** By when a case of this severity should be decided. */
export const dueAt = (settings: ModerationSettings, severity: number, openedAt: Date): Date =>
  new Date(openedAt.getTime() + (settings.MODERATION_SLA_HOURS[severity - 1] ?? 24) * HOUR_MS);

const BY_FLAG: Record<string, HarmPolicy> = {
  sexual_minors: 'sexual_minors',
  self_harm: 'self_harm',
  violence: 'violence',
  hate: 'hate',
  harassment: 'harassment',
  dangerous: 'dangerous',
  spam: 'spam',
  prompt_injection: 'prompt_injection',
};
const BY_ISSUE: Record<string, HarmPolicy> = { profanity: 'profanity' };
const PERSONAL = new Set(['email', 'phone', 'card', 'iban', 'national_id', 'ssn', 'ip']);

/** The policy that filters and reports speak of; null when neither says. */
export const suggestPolicy = (found: {
  flags: string[];
  issues: string[];
  reports: { category: HarmPolicy }[];
}): HarmPolicy | null => {
  const flagged = Object.keys(BY_FLAG).find((flag) => found.flags.includes(flag));
  if (flagged !== undefined) return BY_FLAG[flagged] ?? null;
  const reported = found.reports.at(-1)?.category;
  if (reported) return reported;
  if (found.issues.some((issue) => PERSONAL.has(issue))) return 'personal_data';
  return found.issues.flatMap((issue) => BY_ISSUE[issue] ?? [])[0] ?? null;
};
