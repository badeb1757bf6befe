import type { SignedOut, UserActInput } from '@message-service/shared/users';
import { type Actor, recordAudit } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import { getUser } from './get-user.ts';
import { revokeSessions } from './revoke-sessions.ts';

/** Ends every session of somebody. Whether the caller may is decided at the door; audited. @throws DomainError NOT_FOUND */
export const signOutUser = async (
  ctx: Pick<CoreContext, 'db' | 'settings' | 'now'>,
  identity: Actor,
  { user_id, reason }: UserActInput,
): Promise<SignedOut> => {
  await getUser(ctx, user_id);
  await recordAudit(ctx, {
    actor: identity,
    action: 'users.signOutEverywhere',
    target: { type: 'user', id: user_id },
    details: { reason: reason ?? null },
  });
  return { user_id, sessions_ended: await revokeSessions(ctx, user_id) };
};
