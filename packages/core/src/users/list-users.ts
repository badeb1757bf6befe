import type { ListUsersInput, UserPage, UserRow } from '@message-service/shared/users';
import type { Filter } from 'mongodb';
import { type Actor, recordAudit } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { escapePattern } from '../mongo/index.ts';
import { accountKey } from './keyed-hash.ts';
import { summariseSessions } from './sessions.ts';
import { findLocks } from './sign-in-attempts.ts';
import { toUser, type UserDoc, users } from './users.ts';

type Context = Pick<CoreContext, 'db' | 'settings' | 'now'>;

const CURSOR = /^e(.{3,254})$/;

const toTextFilter = (text: string): Filter<UserDoc> => {
  const start = escapePattern(text.trim());
  return {
    $or: [
      { email: { $regex: `^${start.toLowerCase()}` } },
      { user_id: { $regex: `^${start}` } },
      { display_name: { $regex: `(^|\\s)${start}`, $options: 'i' } },
    ],
  };
};

const toFilter = ({ text, role, state }: ListUsersInput): Filter<UserDoc> => ({
  ...(text?.trim() ? toTextFilter(text) : {}),
  ...(role ? { roles: role } : {}),
  ...(state ? { disabled: state === 'disabled' } : {}),
});

const toRows = async (ctx: Context, page: UserDoc[]): Promise<UserRow[]> => {
  const keys = new Map(page.map((user) => [user.user_id, accountKey(ctx.settings, user.email)]));
  const [open, locks] = await Promise.all([
    summariseSessions(
      ctx,
      page.map(({ user_id }) => user_id),
    ),
    findLocks(ctx, [...keys.values()]),
  ]);
  return page.map((user) => ({
    ...toUser(user),
    open_sessions: open.get(user.user_id)?.count ?? 0,
    last_seen_at: open.get(user.user_id)?.last_seen_at ?? null,
    locked_until: locks.get(keys.get(user.user_id) ?? '') ?? null,
  }));
};

/**
 * A page of the accounts by e-mail address, with their open sessions and whether they are locked. A text is looked for
 * in every account: there are as many as people work here, not as many as write messages. Whether the caller may is
 * decided at the door; audited.
 * @throws DomainError VALIDATION_FAILED for a cursor that is not ours
 */
export const listUsers = async (ctx: Context, identity: Actor, input: ListUsersInput): Promise<UserPage> => {
  const { limit, cursor } = input;
  const after = cursor === undefined ? null : decodeCursor(cursor, CURSOR)[0];
  await recordAudit(ctx, { actor: identity, action: 'users.list', target: { type: 'user', id: '*' } });
  const found = await users(ctx)
    .find({ $and: [toFilter(input), after ? { email: { $gt: after } } : {}] })
    .sort({ email: 1 })
    .limit(limit + 1)
    .toArray();
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    items: await toRows(ctx, page),
    next_cursor: found.length > limit && last ? encodeCursor(`e${last.email}`) : null,
  };
};
