import type { SessionList } from '@message-service/shared/users';
import { type Actor, recordAudit } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import { getUser } from './get-user.ts';
import { sessions } from './sessions.ts';

const MOST_SHOWN = 100;
const ID_LENGTH = 16;

/**
 * The open sessions of somebody, newest first, at most 100. Whether the caller may is decided at the door; audited.
 * @throws DomainError NOT_FOUND
 */
export const listSessions = async (
  ctx: Pick<CoreContext, 'db' | 'settings' | 'now'>,
  identity: Actor,
  { user_id }: { user_id: string },
): Promise<SessionList> => {
  const { sessions_valid_from } = await getUser(ctx, user_id);
  await recordAudit(ctx, { actor: identity, action: 'users.sessions', target: { type: 'user', id: user_id } });
  const found = await sessions(ctx)
    .find({ user_id, created_at: { $gte: sessions_valid_from }, expires_at: { $gt: ctx.now() } })
    .sort({ created_at: -1 })
    .limit(MOST_SHOWN)
    .toArray();
  return {
    items: found.map(({ _id, created_at, last_seen_at, expires_at, address_hash, user_agent }) => ({
      session_id: _id.slice(0, ID_LENGTH),
      created_at,
      last_seen_at,
      expires_at,
      address_hash,
      user_agent,
    })),
  };
};
