import type { IncomingHttpHeaders } from 'node:http';
import type { CoreContext } from '@message-service/core/context';
import { findSession } from '@message-service/core/users';
import type { Identity } from '@message-service/shared/auth';
import { DomainError } from '@message-service/shared/errors';
import { readSessionCookie } from './cookies.ts';
import { assertFromConsole, type CrossSiteSettings } from './cross-site.ts';
import { createTokenVerifier, type TokenSettings } from './verify-token.ts';

export type AuthRequest = { method: string; headers: IncomingHttpHeaders; ip: string };

/** Who calls, how that is known, and until when: streams end at `expires_at`. */
export type Authenticated = Identity & {
  source: 'bearer' | 'session';
  expires_at: Date;
  email?: string | undefined;
  display_name?: string;
  /** By which request and from where, for the audit log. */
  origin?: { trace_id: string; address_hash: string };
};
/** Asked with `isLook`, nothing is taken for a sign of life of the caller. */
export type Authenticator = (request: AuthRequest, options?: { isLook?: boolean }) => Promise<Authenticated | null>;

const BEARER = /^bearer(?:\s|$)/i;
const TOKEN = /^bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i;

/**
 * Tells who calls: a bearer token decides alone when there is one, else the session cookie, else null for nobody.
 * Requests that change something on the strength of the cookie have to come from the console.
 * @throws DomainError UNAUTHENTICATED for a bad token, FORBIDDEN for a cross-site request, UNAVAILABLE
 */
export const createAuthenticator = (
  ctx: Pick<CoreContext, 'db' | 'now' | 'log' | 'neighbours'>,
  settings: TokenSettings & CrossSiteSettings,
): Authenticator => {
  const verifyToken = createTokenVerifier(ctx, settings);
  return async (request, { isLook = false } = {}) => {
    const authorization = request.headers.authorization?.trim();
    if (authorization !== undefined && BEARER.test(authorization)) {
      const token = TOKEN.exec(authorization)?.[1];
      if (token === undefined) throw new DomainError('UNAUTHENTICATED', 'The bearer token is malformed.');
      return { ...(await verifyToken(token)), source: 'bearer' };
    }
    const cookie = readSessionCookie(settings, request.headers.cookie);
    if (cookie === null) return null;
    assertFromConsole(request, settings);
    const session = await findSession(ctx, cookie, { touches: !isLook });
    if (!session) return null;
    return { ...session, source: 'session' };
  };
};
