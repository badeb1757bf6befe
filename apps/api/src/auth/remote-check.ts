import { createHash } from 'node:crypto';
import type { CoreContext } from '@message-service/core/context';
import { validateToken } from '@message-service/core/external';
import type { Role } from '@message-service/shared/auth';
import { UserId } from '@message-service/shared/ids';
import { decodeJwt, decodeProtectedHeader, errors } from 'jose';
import { z } from 'zod';

const REMEMBER_MS = 60_000;
const REMEMBER_REFUSAL_MS = 5_000;
const MAX_REMEMBERED = 10_000;
const MAX_DATE_S = 8_640_000_000_000;

type Verified = { user_id: UserId; roles: Role[]; expires_at: Date };
type Answer = { until: number; verified: Verified | null };
export type RemoteContext = Pick<CoreContext, 'now' | 'neighbours'>;
type Expected = { issuer: string; audience: string; toleranceMs: number };

const Header = z.object({ alg: z.string().regex(/^(?!none$)[A-Za-z0-9]{2,20}$/i) });
const Claims = z.object({
  iss: z.string(),
  aud: z.union([z.string(), z.array(z.string())]),
  sub: UserId,
  exp: z.number().max(MAX_DATE_S),
});

/** What a token says of itself, when it is worth asking about: unsigned, foreign and expired ones are not. */
const readClaims = (token: string, now: number, { issuer, audience, toleranceMs }: Expected) => {
  const header = Header.safeParse(decodeProtectedHeader(token));
  const claims = Claims.safeParse(decodeJwt(token));
  if (!header.success || !claims.success) throw new errors.JWTInvalid('not worth asking about');
  const { iss, aud, sub, exp } = claims.data;
  if (iss !== issuer || ![aud].flat().includes(audience)) throw new errors.JWTInvalid('of somebody else');
  if (exp * 1_000 + toleranceMs <= now) throw new errors.JWTInvalid('expired');
  return { sub, expires_at: exp * 1_000 };
};

/**
 * Has the Auth Service say whom a token belongs to. Its word is kept for 60 s, or until the token expires, by a hash of
 * the token; a refusal for 5 s. Calls about one token at a time share one question. While it cannot be asked nobody is
 * let through.
 * @throws JOSEError for a token that is not valid, NeighbourError (UNAVAILABLE) when that cannot be found out
 */
export const createRemoteCheck = (ctx: RemoteContext, expected: Expected) => {
  const known = new Map<string, Answer>();
  const asked = new Map<string, Promise<Answer>>();

  const remember = (key: string, answer: Answer) => {
    known.delete(key);
    known.set(key, answer);
    for (const oldest of known.keys()) {
      if (known.size <= MAX_REMEMBERED) break;
      known.delete(oldest);
    }
  };

  const ask = async (token: string, { sub, expires_at }: ReturnType<typeof readClaims>): Promise<Answer> => {
    const found = await validateToken(ctx, token);
    const now = ctx.now().getTime();
    if (found === null || found.user_id !== sub) return { until: now + REMEMBER_REFUSAL_MS, verified: null };
    const end = Math.min(expires_at, found.expires_at?.getTime() ?? Number.POSITIVE_INFINITY);
    const { user_id, roles } = found;
    return { until: Math.min(end, now + REMEMBER_MS), verified: { user_id, roles, expires_at: new Date(end) } };
  };

  const askOnce = (key: string, token: string, claims: ReturnType<typeof readClaims>): Promise<Answer> => {
    const running = asked.get(key);
    if (running) return running;
    const answer = ask(token, claims)
      .then((one) => {
        remember(key, one);
        return one;
      })
      .finally(() => asked.delete(key));
    asked.set(key, answer);
    return answer;
  };

  return async (token: string): Promise<Verified> => {
    const now = ctx.now().getTime();
    const claims = readClaims(token, now, expected);
    const key = createHash('sha256').update(token).digest('base64');
    const kept = known.get(key);
    const { verified } = kept && kept.until > now ? kept : await askOnce(key, token, claims);
    if (!verified || verified.expires_at.getTime() + expected.toleranceMs <= now) {
      throw new errors.JWTInvalid('refused by the Auth Service');
    }
    return verified;
  };
};
