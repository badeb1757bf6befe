import type { CoreContext } from '../context.ts';
import { sessions } from './sessions.ts';
import { users } from './users.ts';

/** Ends every session of a user, those included whose sign-in is still running. Returns how many were open. */
export const revokeSessions = async (ctx: Pick<CoreContext, 'db' | 'now'>, userId: string): Promise<number> => {
  await users(ctx).updateOne({ _id: userId }, { $max: { sessions_valid_from: ctx.now() } });
  const { deletedCount } = await sessions(ctx).deleteMany({ user_id: userId });
  return deletedCount;
};
