import { DomainError } from '@message-service/shared/errors';
import { newId } from '@message-service/shared/ids';
import type { AccountWithPassword, CreateAccountInput } from '@message-service/shared/users';
import { type Actor, recordAudit } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import { createUser } from './create-user.ts';
import { generatePassword } from './password.ts';
import { findUserByEmail } from './users.ts';

/**
 * Creates an account with a password that is told once. Whether the caller may is decided at the door; audited.
 * @throws DomainError CONFLICT when the e-mail address is taken
 */
export const createAccount = async (
  ctx: Pick<CoreContext, 'db' | 'settings' | 'now'>,
  identity: Actor,
  input: CreateAccountInput,
): Promise<AccountWithPassword> => {
  if (await findUserByEmail(ctx, input.email)) {
    throw new DomainError('CONFLICT', 'There is an account with this e-mail address already.');
  }
  const user_id = newId('user', ctx.now().getTime());
  const password = generatePassword();
  await recordAudit(ctx, {
    actor: identity,
    action: 'users.create',
    target: { type: 'user', id: user_id },
    after: { roles: [...new Set(input.roles)], disabled: false },
  });
  return { user: await createUser(ctx, { ...input, password, user_id }), password };
};
