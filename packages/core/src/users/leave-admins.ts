import { DomainError } from '@message-service/shared/errors';
import type { CoreContext } from '../context.ts';
import { type UserDoc, users } from './users.ts';

/** How long an account that is about to stop being an admin is counted as none. */
const LEAVING_MS = 60_000;

const isAdmin = ({ roles, disabled }: UserDoc) => roles.includes('admin') && !disabled;

/**
 * Makes sure that somebody else stays an admin, before an account stops being one. Two that do so to one another at once
 * both see the other one leaving, and both are refused. Gives what undoes it.
 * @throws DomainError CONFLICT when nobody else would be left
 */
export const leaveAdmins = async (
  ctx: Pick<CoreContext, 'db' | 'now'>,
  user: UserDoc,
): Promise<() => Promise<unknown>> => {
  if (!isAdmin(user)) return async () => undefined;
  const now = ctx.now();
  const stay = () => users(ctx).updateOne({ _id: user._id }, { $unset: { leaving_admins_until: 1 } });
  const until = new Date(now.getTime() + LEAVING_MS);
  await users(ctx).updateOne({ _id: user._id }, { $set: { leaving_admins_until: until } });
  const others = await users(ctx).countDocuments(
    {
      _id: { $ne: user._id },
      roles: 'admin',
      disabled: false,
      $or: [{ leaving_admins_until: { $exists: false } }, { leaving_admins_until: { $lte: now } }],
    },
    { limit: 1 },
  );
  if (others > 0) return stay;
  await stay();
  throw new DomainError('CONFLICT', 'Nobody else is an admin. Make somebody else one first.');
};
