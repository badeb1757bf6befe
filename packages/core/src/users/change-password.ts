import { DomainError } from '@message-service/shared/errors';
import type { ChangePasswordInput } from '@message-service/shared/users';
import { type Actor, recordAudit } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import { getUser } from './get-user.ts';
import { hashPassword, verifyPassword } from './password.ts';
import { revokeSessions } from './revoke-sessions.ts';
import { type Device, openSession, type SignedIn } from './sessions.ts';
import { clearAttempts, lockedOut, takeAttempt } from './sign-in-attempts.ts';
import { users } from './users.ts';

const wrong = (path: string, message: string) =>
  new DomainError('VALIDATION_FAILED', 'The password was not changed.', { errors: [{ path, message }] });

/**
 * Changes the caller's own password: ends every session of theirs and opens the one that they go on with. Ten wrong
 * guesses of the present password lock this for 15 minutes. Audited.
 * @throws DomainError VALIDATION_FAILED for a wrong present password or an unchanged one, RATE_LIMITED, NOT_FOUND,
 *   CONFLICT when it was changed meanwhile
 */
export const changePassword = async (
  ctx: Pick<CoreContext, 'db' | 'settings' | 'now'>,
  identity: Actor,
  { current_password, new_password }: ChangePasswordInput,
  device: Device,
): Promise<SignedIn> => {
  const user = await getUser(ctx, identity.user_id);
  const key = `password:${user.user_id}`;
  const lockedUntil = await takeAttempt(ctx, key);
  if (lockedUntil) throw lockedOut(ctx, lockedUntil);
  if (!(await verifyPassword(user.password_hash, current_password))) {
    throw wrong('current_password', 'not the present password');
  }
  await clearAttempts(ctx, key);
  if (new_password === current_password) throw wrong('new_password', 'the present password again');
  const password_hash = await hashPassword(new_password);
  await recordAudit(ctx, {
    actor: identity,
    action: 'users.changePassword',
    target: { type: 'user', id: user.user_id },
  });
  const { matchedCount } = await users(ctx).updateOne(
    { _id: user._id, password_hash: user.password_hash },
    { $set: { password_hash, updated_at: ctx.now() } },
  );
  if (matchedCount === 0) throw new DomainError('CONFLICT', 'The password was changed in the meantime.');
  await revokeSessions(ctx, user.user_id);
  return openSession(ctx, user, ctx.now(), device);
};
