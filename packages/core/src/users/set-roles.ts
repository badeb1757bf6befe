import type { User } from '@message-service/shared/auth';
import type { SetRolesInput } from '@message-service/shared/users';
import type { Actor } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import { changeAccount } from './change-account.ts';
import { revokeSessions } from './revoke-sessions.ts';

/**
 * Gives an account other roles, and ends its sessions, so that none goes on with rights of before. Whether the caller
 * may is decided at the door; audited.
 * @throws DomainError NOT_FOUND, CONFLICT when nobody else would be an admin
 */
export const setRoles = async (
  ctx: Pick<CoreContext, 'db' | 'settings' | 'now'>,
  identity: Actor,
  { user_id, roles, reason }: SetRolesInput,
): Promise<User> => {
  const set = { roles: [...new Set(roles)] };
  const user = await changeAccount(ctx, identity, user_id, { action: 'users.setRoles', reason, set });
  await revokeSessions(ctx, user_id);
  return user;
};
