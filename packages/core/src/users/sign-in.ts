import type { SessionUser, SignInInput } from '@message-service/shared/auth';
import { DomainError } from '@message-service/shared/errors';
import type { CoreContext } from '../context.ts';
import { hashAddress, hashEmail } from './keyed-hash.ts';
import { verifyPassword } from './password.ts';
import { ABSOLUTE_MS, idleExpiry, newSessionToken, sessionIdOf, sessions } from './sessions.ts';
import { clearAttempts, findLock, giveAttemptBack, MAX_FAILED_SIGN_INS, takeAttempt } from './sign-in-attempts.ts';
import { findUserByEmail, normaliseEmail, type UserDoc } from './users.ts';

type Context = Pick<CoreContext, 'db' | 'settings' | 'now'>;
type AttemptKeys = { account: string; address: string };
export type SignIn = SignInInput & { address: string; userAgent: string };
export type SignedIn = { user: SessionUser; token: string; expires_at: Date };

const MAX_USER_AGENT = 256;

const locked = (ctx: Context, until: Date) => {
  const seconds = Math.max(1, Math.ceil((until.getTime() - ctx.now().getTime()) / 1000));
  return new DomainError('RATE_LIMITED', 'Too many failed sign-ins. Try again later.', {
    retryAfterSeconds: seconds,
    limit: { limit: MAX_FAILED_SIGN_INS, remaining: 0, reset_seconds: seconds },
  });
};

/** The address first: one that is locked cannot use up the attempts of other people's accounts. */
const takeAttempts = async (ctx: Context, { account, address }: AttemptKeys) => {
  const lockedUntil = (await findLock(ctx, [account, address])) ?? (await takeAttempt(ctx, address));
  if (lockedUntil) throw locked(ctx, lockedUntil);
  const accountLockedUntil = await takeAttempt(ctx, account);
  if (!accountLockedUntil) return;
  await giveAttemptBack(ctx, address);
  throw locked(ctx, accountLockedUntil);
};

const openSession = async (ctx: Context, user: UserDoc, startedAt: Date, input: SignIn): Promise<SignedIn> => {
  const token = newSessionToken();
  const id = sessionIdOf(token);
  if (id === null) throw new Error('a new session token is malformed');
  const absolute = new Date(startedAt.getTime() + ABSOLUTE_MS);
  const expires_at = idleExpiry(startedAt, absolute);
  await sessions(ctx).insertOne({
    _id: id,
    user_id: user.user_id,
    created_at: startedAt,
    last_seen_at: startedAt,
    expires_at,
    absolute_expires_at: absolute,
    address_hash: hashAddress(ctx.settings, input.address),
    user_agent: input.userAgent.slice(0, MAX_USER_AGENT),
  });
  const { user_id, roles, email, display_name } = user;
  return { user: { user_id, roles, email, display_name, expires_at }, token, expires_at };
};

/**
 * Opens a session for an embedded account. An unknown e-mail address, a wrong password and a disabled account answer
 * alike and take as long. Ten failures of one account, or from one address, lock it for 15 minutes, right password or
 * not.
 * @throws DomainError UNAUTHENTICATED, RATE_LIMITED
 */
export const signIn = async (ctx: Context, input: SignIn): Promise<SignedIn> => {
  // the session counts from here, so that one begun with a password just replaced is void
  const startedAt = ctx.now();
  const keys = {
    account: `account:${hashEmail(ctx.settings, normaliseEmail(input.email))}`,
    address: `address:${hashAddress(ctx.settings, input.address)}`,
  };
  await takeAttempts(ctx, keys);
  const user = await findUserByEmail(ctx, input.email);
  const matches = await verifyPassword(user?.password_hash ?? null, input.password);
  if (!user || !matches || user.disabled) {
    throw new DomainError('UNAUTHENTICATED', 'The e-mail address or the password is wrong.');
  }
  await Promise.all([clearAttempts(ctx, keys.account), giveAttemptBack(ctx, keys.address)]);
  return openSession(ctx, user, startedAt, input);
};
