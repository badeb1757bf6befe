import { z } from 'zod';
import { UserId } from '../ids.ts';
import { PlainText } from '../plain-text.ts';

export const Role = z.enum(['user', 'moderator', 'admin', 'auditor', 'service']);
export type Role = z.infer<typeof Role>;

/** Who calls, after the token or session has been checked. */
export const Identity = z.object({ user_id: UserId, roles: z.array(Role) });
export type Identity = z.infer<typeof Identity>;

const Email = z.email().max(254);

export const SignInInput = z.strictObject({
  email: Email,
  password: z.string().min(1).max(256),
});
export type SignInInput = z.infer<typeof SignInInput>;

export const CreateUserInput = z.strictObject({
  email: Email,
  password: z.string().min(12, 'at least 12 characters').max(256),
  display_name: PlainText.trim().min(1).max(80),
  roles: z.array(Role).min(1),
  user_id: UserId.optional(),
});
export type CreateUserInput = z.infer<typeof CreateUserInput>;

/** An embedded account as an admin may see it. */
export const User = Identity.extend({
  email: z.email(),
  display_name: z.string(),
  disabled: z.boolean(),
  created_at: z.date(),
  updated_at: z.date(),
});
export type User = z.infer<typeof User>;

/** What the console may know of who calls; a bearer token tells no e-mail address. */
export const SessionUser = Identity.extend({
  email: z.email().optional(),
  display_name: z.string(),
  expires_at: z.date(),
});
export type SessionUser = z.infer<typeof SessionUser>;

const may =
  (...allowed: Role[]) =>
  ({ roles }: Pick<Identity, 'roles'>): boolean =>
    roles.some((role) => allowed.includes(role));

/** True for the roles that may read every user's messages; such reads are audited. */
export const canReadAll = may('moderator', 'admin', 'auditor');

/** True for the roles that may act on other users' messages; each act is audited. */
export const canChangeOthers = may('moderator', 'admin');

/** True for the roles whose messages may go before everybody else's. */
export const canJumpQueue = may('admin', 'service');

/** True for the roles that may put system messages into anybody's conversation; each one is audited. */
export const canInstruct = may('admin', 'service');

/** True for the roles that may spend provider calls on messages that failed. */
export const canRetry = may('admin', 'service');
