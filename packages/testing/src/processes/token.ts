import { createHmac } from 'node:crypto';
import type { Role } from '@message-service/shared/auth';

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A bearer token that an api with this JWT_SECRET_KEY accepts for an hour. */
export const signToken = (secret: string, userId: string, roles: readonly Role[] = ['user']): string => {
  const now = Math.floor(Date.now() / 1_000);
  const claims = { sub: userId, roles, iss: 'message-service', aud: 'message-service', iat: now, exp: now + 3_600 };
  const body = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`;
};
