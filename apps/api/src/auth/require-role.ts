import type { Identity, Role } from '@message-service/shared/auth';
import { DomainError } from '@message-service/shared/errors';

/**
 * The identity, when it has one of the roles; without roles, any identity will do.
 * @throws DomainError UNAUTHENTICATED for nobody, FORBIDDEN for other roles
 */
export const requireRole = <I extends Identity>(identity: I | null, ...roles: readonly Role[]): I => {
  if (!identity) throw new DomainError('UNAUTHENTICATED', 'Sign in or send a bearer token.');
  if (roles.length > 0 && !identity.roles.some((role) => roles.includes(role))) {
    throw new DomainError('FORBIDDEN', 'Your role does not allow this.');
  }
  return identity;
};
