import type { User } from '@message-service/shared/auth';
import type { UserActInput } from '@message-service/shared/users';
import type { Actor } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import { changeAccount } from './change-account.ts';

/** Lets somebody sign in again. Whether the caller may is decided at the door; audited. @throws DomainError NOT_FOUND */
export const enableUser = (
  ctx: Pick<CoreContext, 'db' | 'settings' | 'now'>,
  identity: Actor,
  { user_id, reason }: UserActInput,
): Promise<User> => changeAccount(ctx, identity, user_id, { action: 'users.enable', reason, set: { disabled: false } });
