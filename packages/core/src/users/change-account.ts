import type { AuditFacts } from '@message-service/shared/audit';
import type { User } from '@message-service/shared/auth';
import { DomainError } from '@message-service/shared/errors';
import { type Actor, type AuditInput, recordAudit } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import { getUser } from './get-user.ts';
import { leaveAdmins } from './leave-admins.ts';
import { toUser, type UserDoc, users } from './users.ts';

type Change = {
  action: AuditInput['action'];
  reason: string | undefined;
  set: Partial<Pick<UserDoc, 'roles' | 'disabled'>>;
};

const factsOf = ({ roles, disabled }: Pick<UserDoc, 'roles' | 'disabled'>): AuditFacts => ({ roles, disabled });

/**
 * Changes roles or state of an account, audited with what was before. Somebody stays an admin whoever changes whom.
 * @throws DomainError NOT_FOUND, CONFLICT when it was changed meanwhile or the last admin would be gone
 */
export const changeAccount = async (
  ctx: Pick<CoreContext, 'db' | 'settings' | 'now'>,
  identity: Actor,
  userId: string,
  { action, reason, set }: Change,
): Promise<User> => {
  const user = await getUser(ctx, userId);
  const next = { ...user, ...set, updated_at: ctx.now() };
  const staysAdmin = next.roles.includes('admin') && !next.disabled;
  const stay = staysAdmin ? async () => undefined : await leaveAdmins(ctx, user);
  try {
    await recordAudit(ctx, {
      actor: identity,
      action,
      target: { type: 'user', id: userId },
      details: { reason: reason ?? null },
      before: factsOf(user),
      after: factsOf(next),
    });
    const { matchedCount } = await users(ctx).updateOne(
      { _id: userId, roles: user.roles, disabled: user.disabled },
      { $set: { ...set, updated_at: next.updated_at } },
    );
    if (matchedCount === 0) throw new DomainError('CONFLICT', 'Somebody changed the account in the meantime.');
  } finally {
    await stay();
  }
  return toUser(next);
};
