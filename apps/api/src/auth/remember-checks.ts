import { hash } from 'node:crypto';
import type { CoreContext } from '@message-service/core/context';
import type { Check, VerifiedToken } from './verify-token.ts';

const REMEMBER_MS = 60_000;
const MAX_REMEMBERED = 10_000;

type Known = { verified: VerifiedToken; until: number; reading: number };

/**
 * Checks a signature once and then knows the token, by a hash of it, for 60 s and never beyond its end. Refusals are not
 * kept. What an earlier `reading` of the keys allowed is checked again, so that a key that was withdrawn opens nothing.
 */
export const rememberChecks = (
  { now }: Pick<CoreContext, 'now'>,
  check: Check,
  toleranceMs: number,
  reading: () => number = () => 0,
): Check => {
  const known = new Map<string, Known>();
  return async (token) => {
    const key = hash('sha256', token, 'base64');
    const at = now().getTime();
    const kept = known.get(key);
    if (kept && kept.until > at && kept.reading === reading()) return kept.verified;
    known.delete(key);
    const before = reading();
    const verified = await check(token);
    if (!verified) return null;
    const until = Math.min(at + REMEMBER_MS, verified.expires_at.getTime() + toleranceMs);
    known.set(key, { verified, until, reading: before });
    const [oldest] = known.size > MAX_REMEMBERED ? known.keys() : [];
    if (oldest !== undefined) known.delete(oldest);
    return verified;
  };
};
