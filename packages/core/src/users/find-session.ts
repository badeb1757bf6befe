import type { SessionUser } from '@message-service/shared/auth';
import type { CoreContext } from '../context.ts';
import { idleExpiry, type SessionDoc, sessionIdOf, sessions } from './sessions.ts';
import { users } from './users.ts';

type Context = Pick<CoreContext, 'db' | 'now'>;

const SEEN_EVERY_MS = 60_000;

const touch = async (ctx: Context, session: SessionDoc, now: Date): Promise<Date> => {
  if (now.getTime() - session.last_seen_at.getTime() < SEEN_EVERY_MS) return session.expires_at;
  const expires_at = idleExpiry(now, session.absolute_expires_at);
  await sessions(ctx).updateOne(
    { _id: session._id, last_seen_at: session.last_seen_at },
    { $set: { last_seen_at: now, expires_at } },
  );
  return expires_at;
};

/**
 * The person whose session a token opens, with today's roles, or null: unknown, expired or revoked, or the account is
 * disabled. Moves the idle limit of 12 hours on, writing at most once a minute; never past 7 days. Where nobody acts, as
 * when a stream that is open makes sure of its reader, `touches` is false and the limit stays.
 */
export const findSession = async (
  ctx: Context,
  token: string,
  { touches = true }: { touches?: boolean } = {},
): Promise<SessionUser | null> => {
  const id = sessionIdOf(token);
  if (id === null) return null;
  const now = ctx.now();
  const session = await sessions(ctx).findOne({ _id: id });
  if (!session || session.expires_at <= now || session.absolute_expires_at <= now) return null;
  const user = await users(ctx).findOne({ _id: session.user_id });
  if (!user || user.disabled || session.created_at < user.sessions_valid_from) return null;
  const { user_id, roles, email, display_name } = user;
  const expires_at = touches ? await touch(ctx, session, now) : session.expires_at;
  return { user_id, roles, email, display_name, expires_at };
};
