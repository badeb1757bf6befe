import { z } from 'zod';
import { CreateUserInput, Role, User } from '../auth/index.ts';
import { UserId } from '../ids.ts';
import { PlainText } from '../plain-text.ts';

const Reason = PlainText.trim().min(1).max(500).optional();

export const ListUsersInput = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(500).optional(),
  /** The beginning of an e-mail address, of a word of the name, or of an id. */
  text: PlainText.min(1).max(100).optional(),
  role: Role.optional(),
  state: z.enum(['enabled', 'disabled']).optional(),
});
export type ListUsersInput = z.infer<typeof ListUsersInput>;

/** An account as the list of admins has it. */
export const UserRow = User.extend({
  open_sessions: z.int(),
  last_seen_at: z.date().nullable(),
  /** Until when too many failed sign-ins keep the account locked. */
  locked_until: z.date().nullable(),
});
export type UserRow = z.infer<typeof UserRow>;
export const UserPage = z.object({ items: z.array(UserRow), next_cursor: z.string().nullable() });
export type UserPage = z.infer<typeof UserPage>;

export const CreateAccountInput = CreateUserInput.pick({ email: true, display_name: true, roles: true });
export type CreateAccountInput = z.infer<typeof CreateAccountInput>;

/** `password` is told once and kept nowhere. */
export const AccountWithPassword = z.object({ user: User, password: z.string() });
export type AccountWithPassword = z.infer<typeof AccountWithPassword>;

export const UserActInput = z.strictObject({ user_id: UserId, reason: Reason });
export type UserActInput = z.infer<typeof UserActInput>;

export const SetRolesInput = z.strictObject({ user_id: UserId, roles: z.array(Role).min(1).max(10), reason: Reason });
export type SetRolesInput = z.infer<typeof SetRolesInput>;

export const ListSessionsInput = z.strictObject({ user_id: UserId });

/** An open session. `session_id` names it and opens nothing. */
export const SessionView = z.object({
  session_id: z.string(),
  created_at: z.date(),
  last_seen_at: z.date(),
  expires_at: z.date(),
  address_hash: z.string(),
  user_agent: z.string(),
});
export type SessionView = z.infer<typeof SessionView>;
export const SessionList = z.object({ items: z.array(SessionView) });
export type SessionList = z.infer<typeof SessionList>;

export const SignedOut = z.object({ user_id: UserId, sessions_ended: z.int() });
export type SignedOut = z.infer<typeof SignedOut>;

export const ChangePasswordInput = z.strictObject({
  current_password: z.string().min(1).max(256),
  new_password: CreateUserInput.shape.password,
});
export type ChangePasswordInput = z.infer<typeof ChangePasswordInput>;
