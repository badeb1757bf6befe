import type { User } from '@message-service/shared/auth';
import type { UserActInput } from '@message-service/shared/users';
import type { Actor } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import { changeAccount } from './change-account.ts';
import { revokeSessions } from './revoke-sessions.ts';

/**
 * Shuts somebody out: no sign-in, and every session ends. Whether the caller may is decided at the door; audited.
 * @throws DomainError NOT_FOUND, CONFLICT when nobody else would be an admin
 */
export const disableUser = async (
  ctx: Pick<CoreContext, 'db' | 'settings' | 'now'>,
  identity: Actor,
  { user_id, reason }: UserActInput,
): Promise<User> => {
  const change = { action: 'users.disable', reason, set: { disabled: true } } as const;
  const user = await changeAccount(ctx, identity, user_id, change);
  await revokeSessions(ctx, user_id);
  return user;
};
