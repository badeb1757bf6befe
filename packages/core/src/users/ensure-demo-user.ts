import type { CreateUserInput, User } from '@message-service/shared/auth';
import { DomainError } from '@message-service/shared/errors';
import type { CoreContext } from '../context.ts';
import { createUser } from './create-user.ts';
import { hashPassword, verifyPassword } from './password.ts';
import { revokeSessions } from './revoke-sessions.ts';
import { findUserByEmail, toUser, users } from './users.ts';

const isConflict = (error: unknown) => error instanceof DomainError && error.code === 'CONFLICT';

/**
 * Makes sure that an account exists and has this password; its sessions end when the password had to be replaced.
 * Roles and name of an account that is there stay as they are. Safe to run again and by two at once.
 * @throws DomainError CONFLICT when another account has the id
 */
export const ensureDemoUser = async (ctx: Pick<CoreContext, 'db' | 'now'>, input: CreateUserInput): Promise<User> => {
  if (!(await findUserByEmail(ctx, input.email))) {
    try {
      return await createUser(ctx, input);
    } catch (error) {
      if (!isConflict(error) || !(await findUserByEmail(ctx, input.email))) throw error;
    }
  }
  const found = await findUserByEmail(ctx, input.email);
  if (!found) throw new DomainError('CONFLICT', 'The account was removed meanwhile.');
  if (await verifyPassword(found.password_hash, input.password)) return toUser(found);
  const updated_at = ctx.now();
  await users(ctx).updateOne(
    { _id: found._id },
    { $set: { password_hash: await hashPassword(input.password), updated_at } },
  );
  await revokeSessions(ctx, found.user_id);
  return { ...toUser(found), updated_at };
};
