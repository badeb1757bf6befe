import type { CoreContext } from '@message-service/core/context';
import { Role } from '@message-service/shared/auth';
import { DomainError } from '@message-service/shared/errors';
import { UserId } from '@message-service/shared/ids';
import { errors, jwtVerify } from 'jose';
import { z } from 'zod';
import { createKeySet } from './key-set.ts';
import { rememberChecks } from './remember-checks.ts';
import { createRemoteCheck, type RemoteContext } from './remote-check.ts';
import type { AuthSettings } from './settings-schema.ts';

export type TokenSettings = Pick<AuthSettings, 'AUTH_JWKS_URL' | 'AUTH_ISSUER' | 'AUTH_AUDIENCE' | 'JWT_SECRET_KEY'>;
export type VerifiedToken = { user_id: UserId; roles: Role[]; expires_at: Date };

const CLOCK_TOLERANCE_S = 5;
const MAX_TOKEN_LENGTH = 8_192;
/** One way to write a token: no padding, nothing around it. */
const COMPACT = /^[\w-]+\.[\w-]+\.[\w-]+$/;
const MAX_DATE_S = 8_640_000_000_000;

const isRole = (name: string): name is Role => Role.safeParse(name).success;

const Claims = z
  .object({ sub: UserId, roles: z.array(z.string()).max(100), exp: z.number().max(MAX_DATE_S) })
  .transform(({ sub, roles, exp }) => ({
    user_id: sub,
    roles: [...new Set(roles.filter(isRole))],
    expires_at: new Date(exp * 1000),
  }));

type Context = Pick<CoreContext, 'log'> & RemoteContext;
/** Null when the token is genuine, but its claims are not those of a user of ours. */
export type Check = (token: string) => Promise<VerifiedToken | null>;

const claimsOf = ({ payload }: { payload: unknown }): VerifiedToken | null => Claims.safeParse(payload).data ?? null;

/** Each configured key has its own fixed algorithms. What a token says of itself never picks the key. */
const createChecks = (ctx: Context, settings: TokenSettings): Check[] => {
  const { AUTH_ISSUER: issuer, AUTH_AUDIENCE: audience, AUTH_JWKS_URL: url, JWT_SECRET_KEY: secret } = settings;
  const options = () => ({
    issuer,
    audience,
    requiredClaims: ['iss', 'aud', 'exp', 'sub', 'roles'],
    clockTolerance: CLOCK_TOLERANCE_S,
    currentDate: ctx.now(),
  });
  const checks: Check[] = [];
  if (secret !== undefined) {
    const key = new TextEncoder().encode(secret);
    const check: Check = async (token) =>
      claimsOf(await jwtVerify(token, key, { ...options(), algorithms: ['HS256'] }));
    checks.push(rememberChecks(ctx, check, CLOCK_TOLERANCE_S * 1_000));
  }
  if (url !== undefined) {
    const keys = createKeySet(url, ctx);
    const check: Check = async (token) =>
      claimsOf(await jwtVerify(token, keys, { ...options(), algorithms: ['RS256', 'ES256'] }));
    checks.push(rememberChecks(ctx, check, CLOCK_TOLERANCE_S * 1_000, keys.reading));
  }
  if (ctx.neighbours.auth) {
    checks.push(createRemoteCheck(ctx, { issuer, audience, toleranceMs: CLOCK_TOLERANCE_S * 1_000 }));
  }
  return checks;
};

/**
 * Checks bearer tokens: HS256 where JWT_SECRET_KEY is set, RS256 and ES256 where AUTH_JWKS_URL is set, and at last by
 * the Auth Service where AUTH_SERVICE_URL is set; `iss`, `aud`, `exp` and `sub` required, 5 s of clock difference
 * allowed. Roles that are not ours are left out; the token says them, or the Auth Service.
 * @throws DomainError UNAUTHENTICATED; UNAVAILABLE while the issuer's keys were never read, unless the Auth Service
 *   answers, and while that is away
 */
export const createTokenVerifier = (ctx: Context, settings: TokenSettings) => {
  const checks = createChecks(ctx, settings);
  const refuse = (reason: string): never => {
    ctx.log.debug({ reason }, 'bearer token refused');
    throw new DomainError('UNAUTHENTICATED', 'The bearer token is not valid.');
  };
  return async (token: string): Promise<VerifiedToken> => {
    if (token.length > MAX_TOKEN_LENGTH) return refuse('too long');
    if (!COMPACT.test(token)) return refuse('form');
    let reason = 'no token source is configured';
    let away: DomainError | undefined;
    for (const check of checks) {
      try {
        return (await check(token)) ?? refuse('claims');
      } catch (error) {
        if (error instanceof DomainError && error.code !== 'UNAVAILABLE') throw error;
        // a later source may know the token
        away = error instanceof DomainError ? error : undefined;
        if (away) continue;
        reason = error instanceof errors.JOSEError ? error.code : 'unusable key';
      }
    }
    if (away) throw away;
    return refuse(reason);
  };
};
