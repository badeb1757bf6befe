import { createHash, randomBytes } from 'node:crypto';
import type { SessionUser } from '@message-service/shared/auth';
import { UserId } from '@message-service/shared/ids';
import { z } from 'zod';
import type { CoreContext } from '../context.ts';
import { defineCollection } from '../mongo/index.ts';
import { hashAddress } from './keyed-hash.ts';
import type { UserDoc } from './users.ts';

/** Signed out after 12 hours without a request, and after 7 days in any case. */
export const IDLE_MS = 12 * 60 * 60_000;
export const ABSOLUTE_MS = 7 * 24 * 60 * 60_000;

/** `_id` is the SHA-256 of the token, so that a stolen copy of the database opens no session. */
export const SessionDoc = z.object({
  _id: z.string(),
  user_id: UserId,
  created_at: z.date(),
  last_seen_at: z.date(),
  expires_at: z.date(),
  absolute_expires_at: z.date(),
  address_hash: z.string(),
  user_agent: z.string().max(256),
});
export type SessionDoc = z.infer<typeof SessionDoc>;

export const sessions = defineCollection<SessionDoc>({
  name: 'sessions',
  schema: SessionDoc,
  indexes: [
    {
      name: 'idx_user',
      key: { user_id: 1, created_at: -1 },
      serves: "list and revoke one user's sessions",
      example: { filter: { user_id: 'user_example01' }, sort: { created_at: -1 } },
    },
    {
      name: 'ttl_expires',
      key: { expires_at: 1 },
      serves: 'drop sessions that nobody has used until their idle limit',
      example: { filter: { expires_at: { $lt: new Date(0) } } },
      options: { expireAfterSeconds: 0 },
    },
  ],
});

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** 256 random bits in base64url. */
export const newSessionToken = (): string => randomBytes(32).toString('base64url');

/** The `_id` under which a token's session is stored, or null for what cannot be a token of ours. */
export const sessionIdOf = (token: string): string | null =>
  TOKEN.test(token) ? createHash('sha256').update(token).digest('hex') : null;

export const idleExpiry = (seenAt: Date, absoluteExpiry: Date): Date =>
  new Date(Math.min(seenAt.getTime() + IDLE_MS, absoluteExpiry.getTime()));

const MAX_USER_AGENT = 256;

/** From where and with what somebody signs in. */
export type Device = { address: string; userAgent: string };
export type SignedIn = { user: SessionUser; token: string; expires_at: Date };

/** Opens a session for somebody who has shown who they are. The token is told once. */
export const openSession = async (
  ctx: Pick<CoreContext, 'db' | 'settings'>,
  user: UserDoc,
  startedAt: Date,
  { address, userAgent }: Device,
): Promise<SignedIn> => {
  const token = newSessionToken();
  const id = sessionIdOf(token);
  if (id === null) throw new Error('a new session token is malformed');
  const absolute = new Date(startedAt.getTime() + ABSOLUTE_MS);
  const expires_at = idleExpiry(startedAt, absolute);
  await sessions(ctx).insertOne({
    _id: id,
    user_id: user.user_id,
    created_at: startedAt,
    last_seen_at: startedAt,
    expires_at,
    absolute_expires_at: absolute,
    address_hash: hashAddress(ctx.settings, address),
    user_agent: userAgent.slice(0, MAX_USER_AGENT),
  });
  const { user_id, roles, email, display_name } = user;
  return { user: { user_id, roles, email, display_name, expires_at }, token, expires_at };
};

type Summary = { count: number; last_seen_at: Date };

/** How many sessions each of the users has open, and when they were last seen in one. */
export const summariseSessions = async (
  ctx: Pick<CoreContext, 'db' | 'now'>,
  userIds: string[],
): Promise<Map<string, Summary>> => {
  const found = await sessions(ctx)
    .aggregate<Summary & { _id: string }>([
      { $match: { user_id: { $in: userIds }, expires_at: { $gt: ctx.now() } } },
      { $group: { _id: '$user_id', count: { $sum: 1 }, last_seen_at: { $max: '$last_seen_at' } } },
    ])
    .toArray();
  return new Map(found.map(({ _id, count, last_seen_at }) => [_id, { count, last_seen_at }]));
};
