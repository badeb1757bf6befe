import { spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { at } from './lib/paths.mjs';

let dataDir;
beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'token-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

function token(args, env = {}) {
  const script = at('scripts', 'token.mjs');
  const result = spawnSync(process.execPath, [script, ...args], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, ENV_FILE: '', DATA_DIR: dataDir, ...env },
  });
  return { code: result.status, out: result.stdout, err: result.stderr };
}

const claimsOf = (out) => JSON.parse(Buffer.from(out.split('.')[1], 'base64url').toString());
const user = ['--user', 'user_demo00001'];

test('prints one token, signed with the kept secret, with the claims that the service demands', () => {
  const { code, out, err } = token([...user, '--role', 'admin', '--role', 'auditor', '--ttl', '60']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
  const claims = claimsOf(out);
  expect(claims).toMatchObject({ sub: 'user_demo00001', roles: ['admin', 'auditor'] });
  expect(claims).toMatchObject({ iss: 'message-service', aud: 'message-service', exp: claims.iat + 60 });
  const secrets = path.join(dataDir, 'secrets.json');
  expect(statSync(secrets).mode & 0o777).toBe(0o600);
  const { JWT_SECRET_KEY } = JSON.parse(readFileSync(secrets, 'utf8'));
  const [head, body, signature] = out.trim().split('.');
  expect(createHmac('sha256', JWT_SECRET_KEY).update(`${head}.${body}`).digest('base64url')).toBe(signature);
});

test('two tokens are signed with the same secret; the environment goes before it', () => {
  const kept = () => readFileSync(path.join(dataDir, 'secrets.json'), 'utf8');
  token([...user, '--role', 'user']);
  const first = kept();
  token([...user, '--role', 'user']);
  expect(kept()).toBe(first);
  const env = { JWT_SECRET_KEY: 'a secret of the environment', AUTH_ISSUER: 'issuer', AUTH_AUDIENCE: 'audience' };
  const [head, body, signature] = token([...user, '--role', 'user'], env)
    .out.trim()
    .split('.');
  expect(createHmac('sha256', env.JWT_SECRET_KEY).update(`${head}.${body}`).digest('base64url')).toBe(signature);
  expect(claimsOf(`.${body}.`)).toMatchObject({ iss: 'issuer', aud: 'audience' });
});

test.each([
  [[], '--user is missing'],
  [['--user', 'ada', '--role', 'user'], '--user is "ada"'],
  [user, '--role is missing'],
  [[...user, '--role', 'king'], '--role "king" is none of user, moderator, admin, auditor, service'],
  [[...user, '--role', 'user', '--ttl', '0'], '--ttl is "0"'],
  [[...user, '--role', 'user', '--ttl', 'soon'], '--ttl is "soon"'],
  [[...user, '--rolle', 'user'], "Unknown option '--rolle'"],
])('refuses %j with exit 2, a message and the usage, and prints no token', (args, message) => {
  const { code, out, err } = token(args);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(message);
  expect(err).toContain('usage: npm run -s token');
  expect(err).not.toContain('    at ');
});
