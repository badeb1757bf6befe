import type { AccountWithPassword, UserActInput } from '@message-service/shared/users';
import { type Actor, recordAudit } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import { getUser } from './get-user.ts';
import { generatePassword, hashPassword } from './password.ts';
import { revokeSessions } from './revoke-sessions.ts';
import { toUser, users } from './users.ts';

/**
 * Gives an account a new password that is told once, and ends its sessions. Whether the caller may is decided at the
 * door; audited.
 * @throws DomainError NOT_FOUND
 */
export const resetPassword = async (
  ctx: Pick<CoreContext, 'db' | 'settings' | 'now'>,
  identity: Actor,
  { user_id, reason }: UserActInput,
): Promise<AccountWithPassword> => {
  const user = await getUser(ctx, user_id);
  const password = generatePassword();
  const set = { password_hash: await hashPassword(password), updated_at: ctx.now() };
  await recordAudit(ctx, {
    actor: identity,
    action: 'users.resetPassword',
    target: { type: 'user', id: user_id },
    details: { reason: reason ?? null },
  });
  await users(ctx).updateOne({ _id: user_id }, { $set: set });
  await revokeSessions(ctx, user_id);
  return { user: { ...toUser(user), updated_at: set.updated_at }, password };
};
