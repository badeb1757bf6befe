import type { CreateUserInput, User } from '@message-service/shared/auth';
import { DomainError } from '@message-service/shared/errors';
import { newId } from '@message-service/shared/ids';
import type { CoreContext } from '../context.ts';
import { isDuplicateKey } from '../mongo/index.ts';
import { hashPassword } from './password.ts';
import { normaliseEmail, toUser, users } from './users.ts';

/**
 * Creates an embedded account.
 * @throws DomainError CONFLICT when the e-mail address or the id is taken
 */
export const createUser = async (ctx: Pick<CoreContext, 'db' | 'now'>, input: CreateUserInput): Promise<User> => {
  const now = ctx.now();
  const id = input.user_id ?? newId('user', now.getTime());
  const doc = {
    _id: id,
    user_id: id,
    email: normaliseEmail(input.email),
    display_name: input.display_name,
    password_hash: await hashPassword(input.password),
    roles: [...new Set(input.roles)],
    disabled: false,
    sessions_valid_from: now,
    created_at: now,
    updated_at: now,
  };
  try {
    await users(ctx).insertOne(doc);
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    throw new DomainError('CONFLICT', 'There is an account with this e-mail address or id already.');
  }
  return toUser(doc);
};
