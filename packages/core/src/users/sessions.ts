import { createHash, randomBytes } from 'node:crypto';
import { UserId } from '@message-service/shared/ids';
import { z } from 'zod';
import { defineCollection } from '../mongo/index.ts';

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
