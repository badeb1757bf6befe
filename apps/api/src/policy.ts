import { canInstruct, canReadAll, canRetry, Role } from '@message-service/shared/auth';

/**
 * Who may call a procedure or route: everybody, whoever is signed in, or some roles. Whose data they then see is decided
 * by the verb, which takes the identity.
 */
export type Policy = 'public' | 'signed-in' | readonly Role[];

/** Of an HTTP route; `per-procedure` where the procedure behind it has the policy. */
export type RoutePolicy = Policy | 'per-procedure';

export const OPERATORS: readonly Role[] = ['moderator', 'admin', 'auditor', 'service'];

/** Who may read others' messages and decide about them at the moderation desk. */
export const MODERATORS: readonly Role[] = ['moderator', 'admin'];

/** Who may read others' messages. */
export const READERS: readonly Role[] = Role.options.filter((role) => canReadAll({ roles: [role] }));

/** Who may change how the service runs. */
export const ADMINS: readonly Role[] = ['admin'];

/** Who may put system messages into conversations. */
export const INSTRUCTORS: readonly Role[] = Role.options.filter((role) => canInstruct({ roles: [role] }));

/** Who may spend provider calls on messages that failed. */
export const RETRIERS: readonly Role[] = Role.options.filter((role) => canRetry({ roles: [role] }));

/** Who may read the audit log. */
export const AUDITORS: readonly Role[] = ['admin', 'auditor'];

export const rolesOf = (policy: Policy): readonly Role[] => (typeof policy === 'string' ? [] : policy);
