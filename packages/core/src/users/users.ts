import { User } from '@message-service/shared/auth';
import { z } from 'zod';
import type { CoreContext } from '../context.ts';
import { defineCollection } from '../mongo/index.ts';

/** `_id` repeats `user_id`; `email` is lower-cased. Sessions that began before `sessions_valid_from` are void. */
export const UserDoc = User.extend({
  _id: z.string(),
  password_hash: z.string(),
  sessions_valid_from: z.date(),
  /** Until then it does not count as an admin, because it is about to stop being one. */
  leaving_admins_until: z.date().optional(),
});
export type UserDoc = z.infer<typeof UserDoc>;

export const users = defineCollection<UserDoc>({
  name: 'users',
  schema: UserDoc,
  indexes: [
    {
      name: 'uq_email',
      key: { email: 1 },
      serves: 'find the account that signs in; one account per e-mail address',
      example: { filter: { email: 'someone@example.org' } },
      options: { unique: true },
    },
  ],
});

export const normaliseEmail = (email: string): string => email.trim().toLowerCase();

export const toUser = ({ _id, password_hash, sessions_valid_from, leaving_admins_until, ...user }: UserDoc): User =>
  user;

export const findUserByEmail = (ctx: Pick<CoreContext, 'db'>, email: string): Promise<UserDoc | null> =>
  users(ctx).findOne({ email: normaliseEmail(email) });
