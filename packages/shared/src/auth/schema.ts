import { z } from 'zod';
import { UserId } from '../ids.ts';

export const Role = z.enum(['user', 'moderator', 'admin', 'auditor', 'service']);
export type Role = z.infer<typeof Role>;

/** Who calls, after the token or session has been checked. */
export const Identity = z.object({ user_id: UserId, roles: z.array(Role) });
export type Identity = z.infer<typeof Identity>;

export const SignInInput = z.strictObject({
  email: z.email().max(254),
  password: z.string().min(1).max(256),
});
export type SignInInput = z.infer<typeof SignInInput>;

/** What the console may know of the person who signed in. */
export const SessionUser = Identity.extend({
  email: z.email(),
  display_name: z.string(),
  expires_at: z.date(),
});
export type SessionUser = z.infer<typeof SessionUser>;

const READERS: readonly Role[] = ['moderator', 'admin', 'auditor'];

/** True for the roles that may read every user's messages; such reads are audited. */
export const canReadAll = ({ roles }: Pick<Identity, 'roles'>): boolean => roles.some((role) => READERS.includes(role));
