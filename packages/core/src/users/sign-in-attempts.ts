import { DomainError } from '@message-service/shared/errors';
import { z } from 'zod';
import type { CoreContext } from '../context.ts';
import { defineCollection, isDuplicateKey } from '../mongo/index.ts';

export const MAX_FAILED_SIGN_INS = 10;
export const LOCK_MS = 15 * 60_000;
const MAX_TRIES = 5;

/**
 * `_id` says what is counted: the sign-ins of an account or from an address, with a keyed hash of its e-mail address or of
 * the network address, or a user's changes of the password, by id. `taken` counts those that failed or are running.
 */
export const SignInAttemptDoc = z.object({ _id: z.string(), taken: z.int(), expires_at: z.date() });
export type SignInAttemptDoc = z.infer<typeof SignInAttemptDoc>;

export const signInAttempts = defineCollection<SignInAttemptDoc>({
  name: 'sign_in_attempts',
  schema: SignInAttemptDoc,
  indexes: [
    {
      name: 'ttl_expires',
      key: { expires_at: 1 },
      serves: 'drop counts whose 15 minutes are over',
      example: { filter: { expires_at: { $lt: new Date(0) } } },
      options: { expireAfterSeconds: 0 },
    },
  ],
});

type Context = Pick<CoreContext, 'db' | 'now'>;

const isLocked = (doc: SignInAttemptDoc, now: Date) => doc.taken >= MAX_FAILED_SIGN_INS && doc.expires_at > now;

const notLocked = (now: Date) => ({
  $or: [{ taken: { $lt: MAX_FAILED_SIGN_INS } }, { expires_at: { $lte: now } }],
});

/** Until when each of the keys is locked; those that are not are left out. */
export const findLocks = async (ctx: Context, keys: string[]): Promise<Map<string, Date>> => {
  const now = ctx.now();
  const found = await signInAttempts(ctx)
    .find({ _id: { $in: keys } })
    .toArray();
  return new Map(found.filter((doc) => isLocked(doc, now)).map(({ _id, expires_at }) => [_id, expires_at]));
};

/** The time until which any of the keys is locked, or null. */
export const findLock = async (ctx: Context, keys: string[]): Promise<Date | null> => {
  const times = [...(await findLocks(ctx, keys)).values()].map((until) => until.getTime());
  return times.length > 0 ? new Date(Math.max(...times)) : null;
};

/** What is answered while a key is locked. */
export const lockedOut = (ctx: Pick<CoreContext, 'now'>, until: Date): DomainError => {
  const seconds = Math.max(1, Math.ceil((until.getTime() - ctx.now().getTime()) / 1000));
  return new DomainError('RATE_LIMITED', 'Too many failed sign-ins. Try again later.', {
    retryAfterSeconds: seconds,
    limit: { limit: MAX_FAILED_SIGN_INS, remaining: 0, reset_seconds: seconds },
  });
};

/**
 * Takes one of the ten attempts of 15 minutes in a single atomic step, so that parallel guesses cannot share one.
 * The tenth locks the key for 15 minutes from then. Null when taken, else the time until which the key is locked.
 */
export const takeAttempt = async (ctx: Context, key: string): Promise<Date | null> => {
  const now = ctx.now();
  const until = new Date(now.getTime() + LOCK_MS);
  const running = { $gt: ['$expires_at', now] };
  const isLast = { $eq: ['$taken', MAX_FAILED_SIGN_INS - 1] };
  const step = {
    taken: { $cond: [running, { $add: ['$taken', 1] }, 1] },
    expires_at: { $cond: [running, { $cond: [isLast, until, '$expires_at'] }, until] },
  };
  for (let tries = 1; tries <= MAX_TRIES; tries++) {
    // the filter decides: what a step answers may be older than what it changed
    const { matchedCount } = await signInAttempts(ctx).updateOne({ _id: key, ...notLocked(now) }, [{ $set: step }]);
    if (matchedCount === 1) return null;
    const found = await signInAttempts(ctx).findOne({ _id: key });
    if (found && isLocked(found, now)) return found.expires_at;
    if (!found) await ensureCount(ctx, key);
  }
  throw new DomainError('UNAVAILABLE', 'Sign-ins cannot be counted just now.');
};

/** For every clock: a time that is over for some and not for others would have a count begun anew, and lose attempts. */
const LONG_OVER = new Date(0);

/** Begins a count whose time is over. Made apart from the step: racing upserts do not all answer what was there before. */
const ensureCount = async (ctx: Context, key: string): Promise<void> => {
  try {
    await signInAttempts(ctx).insertOne({ _id: key, taken: 0, expires_at: LONG_OVER });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
};

/** Gives an attempt back that did not fail after all. */
export const giveAttemptBack = async (ctx: Context, key: string): Promise<void> => {
  await signInAttempts(ctx).updateOne({ _id: key, taken: { $gt: 0 } }, { $inc: { taken: -1 } });
};

/** Forgets the failures of a key. */
export const clearAttempts = async (ctx: Context, key: string): Promise<void> => {
  await signInAttempts(ctx).deleteOne({ _id: key });
};
