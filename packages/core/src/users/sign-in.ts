import type { SignInInput } from '@message-service/shared/auth';
import { DomainError } from '@message-service/shared/errors';
import type { CoreContext } from '../context.ts';
import { accountKey, hashAddress } from './keyed-hash.ts';
import { verifyPassword } from './password.ts';
import { type Device, openSession, type SignedIn } from './sessions.ts';
import { clearAttempts, findLock, giveAttemptBack, lockedOut, takeAttempt } from './sign-in-attempts.ts';
import { findUserByEmail, normaliseEmail } from './users.ts';

type Context = Pick<CoreContext, 'db' | 'settings' | 'now'>;
type AttemptKeys = { account: string; address: string };
export type SignIn = SignInInput & Device;

/** The address first: one that is locked cannot use up the attempts of other people's accounts. */
const takeAttempts = async (ctx: Context, { account, address }: AttemptKeys) => {
  const lockedUntil = (await findLock(ctx, [account, address])) ?? (await takeAttempt(ctx, address));
  if (lockedUntil) throw lockedOut(ctx, lockedUntil);
  const accountLockedUntil = await takeAttempt(ctx, account);
  if (!accountLockedUntil) return;
  await giveAttemptBack(ctx, address);
  throw lockedOut(ctx, accountLockedUntil);
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
    account: accountKey(ctx.settings, normaliseEmail(input.email)),
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
