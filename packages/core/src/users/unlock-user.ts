import type { User } from '@message-service/shared/auth';
import type { UserActInput } from '@message-service/shared/users';
import { type Actor, recordAudit } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import { getUser } from './get-user.ts';
import { accountKey } from './keyed-hash.ts';
import { clearAttempts, findLock } from './sign-in-attempts.ts';
import { toUser } from './users.ts';

/**
 * Forgets the failed sign-ins of an account; those of network addresses stay. Whether the caller may is decided at the
 * door; audited.
 * @throws DomainError NOT_FOUND
 */
export const unlockUser = async (
  ctx: Pick<CoreContext, 'db' | 'settings' | 'now'>,
  identity: Actor,
  { user_id, reason }: UserActInput,
): Promise<User> => {
  const user = await getUser(ctx, user_id);
  const key = accountKey(ctx.settings, user.email);
  const lockedUntil = await findLock(ctx, [key]);
  await recordAudit(ctx, {
    actor: identity,
    action: 'users.unlock',
    target: { type: 'user', id: user_id },
    details: { reason: reason ?? null },
    before: { locked_until: lockedUntil?.toISOString() ?? null },
    after: { locked_until: null },
  });
  await clearAttempts(ctx, key);
  return toUser(user);
};
