import { createHmac } from 'node:crypto';
import { parseArgs } from 'node:util';
import { Failure } from './failure.mjs';

export const roles = ['user', 'moderator', 'admin', 'auditor', 'service'];
export const usage = `usage: npm run -s token -- --user user_demo00001 --role ${roles.join('|')} [--role …] [--ttl 3600]`;

const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Signs claims as an HS256 JSON Web Token. */
export function sign(claims, secret) {
  const body = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`;
}

/** The claims that the command line asks for. Throws Failure on anything that no token could be made of. */
export function claimsFrom(args, env, now = Date.now()) {
  const { values } = parse(args);
  if (!values.user) throw new Failure(`--user is missing\n${usage}`);
  if (!/^user_[A-Za-z0-9]{9,64}$/.test(values.user))
    throw new Failure(`--user is "${values.user}", but must be user_ and 9 to 64 letters or digits\n${usage}`);
  const wanted = (values.role ?? []).flatMap((role) => role.split(','));
  if (wanted.length === 0) throw new Failure(`--role is missing\n${usage}`);
  const unknown = wanted.find((role) => !roles.includes(role));
  if (unknown !== undefined) throw new Failure(`--role "${unknown}" is none of ${roles.join(', ')}\n${usage}`);
  const ttl = Number(values.ttl ?? 3600);
  if (!Number.isInteger(ttl) || ttl < 1)
    throw new Failure(`--ttl is "${values.ttl}", but must be whole seconds\n${usage}`);
  const iat = Math.floor(now / 1000);
  return {
    sub: values.user,
    roles: [...new Set(wanted)],
    iss: env.AUTH_ISSUER || 'message-service',
    aud: env.AUTH_AUDIENCE || 'message-service',
    iat,
    exp: iat + ttl,
  };
}

function parse(args) {
  const options = { user: { type: 'string' }, role: { type: 'string', multiple: true }, ttl: { type: 'string' } };
  try {
    return parseArgs({ args, options, allowPositionals: false });
  } catch (error) {
    throw new Failure(`${error.message}\n${usage}`);
  }
}
