import { DomainError } from '@message-service/shared/errors';
import type { CoreContext } from '../context.ts';
import { type UserDoc, users } from './users.ts';

/** The stored account. @throws DomainError NOT_FOUND */
export const getUser = async (ctx: Pick<CoreContext, 'db'>, userId: string): Promise<UserDoc> => {
  const found = await users(ctx).findOne({ _id: userId });
  if (!found) throw new DomainError('NOT_FOUND', 'There is no such account.');
  return found;
};
