import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { compact, hmac, newRsaKey, startIssuer } from './issuer.fixture.ts';
import { openNeighbours } from './neighbours.fixture.ts';
import { createTokenVerifier } from './verify-token.ts';

const SECRET = 'the secret of the tests, 32 bytes';
const rsa = newRsaKey('key-of-the-auth-service');
const user_id = 'user_remote0001';
let service: Awaited<ReturnType<typeof startIssuer>>;
let clock = Date.now();

beforeAll(async () => {
  service = await startIssuer();
});
afterAll(() => service.close());
beforeEach(() => {
  clock = Date.now();
  says({ user_id, roles: ['moderator', 'emperor'] });
});

const says = (body: object, status = 200) =>
  service.answerWith((_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
const seconds = () => Math.floor(clock / 1000);
const claims = (change: object = {}) => ({
  iss: 'message-service',
  aud: 'message-service',
  sub: user_id,
  exp: seconds() + 600,
  jti: Math.random(),
  ...change,
});
const token = (change: object = {}, header: object = {}) =>
  compact({ alg: 'RS256', ...header }, claims(change), rsa.sign);

const open = (
  settings: { JWT_SECRET_KEY?: string; AUTH_JWKS_URL?: string } = {},
  more: Record<string, string> = {},
) => {
  const now = () => new Date(clock);
  const AUTH_SERVICE_URL = new URL(service.url).origin;
  const environment = {
    AUTH_SERVICE_URL,
    NEIGHBOUR_MAX_TRIES: '1',
    NEIGHBOUR_TRY_TIMEOUT: '30',
    NEIGHBOUR_DEADLINE: '30',
    ...more,
  };
  const neighbours = openNeighbours(environment, now);
  const base = { AUTH_ISSUER: 'message-service', AUTH_AUDIENCE: 'message-service', ...settings };
  return createTokenVerifier({ now, log: pino({ level: 'silent' }), neighbours }, base);
};
const asked = async (act: () => Promise<unknown>) => {
  const before = service.hits();
  await act();
  return service.hits() - before;
};
const refused = { code: 'UNAUTHENTICATED', message: 'The bearer token is not valid.' };

describe('a token that only the Auth Service can check', () => {
  it('belongs to whom it says, with the roles that it says', async () => {
    expect(await open()(token())).toEqual({
      user_id,
      roles: ['moderator'],
      expires_at: new Date((seconds() + 600) * 1_000),
    });
  });

  it('is asked about once a minute, once for a hundred at once, and again when another one comes', async () => {
    const verify = open();
    const one = token();
    expect(await asked(() => Promise.all(Array.from({ length: 100 }, () => verify(one))))).toBe(1);
    clock += 59_000;
    expect(await asked(() => verify(one))).toBe(0);
    clock += 2_000;
    expect(await asked(() => verify(one))).toBe(1);
    expect(await asked(() => verify(token()))).toBe(1);
  });

  it('is refused from its exp on, or from when the Auth Service says, remembered or not', async () => {
    const verify = open();
    const [short, shorter] = [token({ exp: seconds() + 20 }), token()];
    await verify(short);
    says({ user_id, exp: seconds() + 10 });
    expect((await verify(shorter)).expires_at).toEqual(new Date((seconds() + 10) * 1_000));
    clock += 26_000;
    says({ valid: false });
    await expect(verify(short)).rejects.toMatchObject(refused);
    await expect(verify(shorter)).rejects.toMatchObject(refused);
  });

  it('is refused, and for 5 s without asking again, when it is not valid or somebody else’s', async () => {
    const verify = open();
    for (const body of [{ valid: false }, { user_id: 'user_another001' }]) {
      const one = token();
      says(body);
      const tries = async () => {
        for (let i = 0; i < 3; i++) await expect(verify(one)).rejects.toMatchObject(refused);
      };
      expect(await asked(tries)).toBe(1);
      clock += 5_001;
      says({ user_id });
      expect(await verify(one)).toMatchObject({ user_id });
    }
  });

  it.each<[string, () => string]>([
    ['unsigned', () => token({}, { alg: 'none' })],
    ['unsigned in other letters', () => token({}, { alg: 'nOnE' })],
    ['without alg', () => token({}, { alg: undefined })],
    ['of another issuer', () => token({ iss: 'other' })],
    ['for another audience', () => token({ aud: ['other'] })],
    ['expired', () => token({ exp: seconds() - 10 })],
    ['without exp', () => token({ exp: undefined })],
    ['without sub', () => token({ sub: undefined })],
    ['of more than 8 KiB', () => token({ more: 'x'.repeat(8_192) })],
    ['no JSON', () => 'a.b.c'],
  ])('is not asked about when it is %s', async (_name, make) => {
    const verify = open();
    expect(await asked(() => expect(verify(make())).rejects.toMatchObject(refused))).toBe(0);
  });
});

describe('while the Auth Service is away', () => {
  it('nobody new is let through, who is remembered is, and the breaker leaves it alone', async () => {
    const verify = open({ JWT_SECRET_KEY: SECRET }, { NEIGHBOUR_BREAKER_FAILURES: '3' });
    const known = token();
    await verify(known);
    service.answerWith((request) => request.socket.destroy());
    const outcomes = async () => {
      for (let i = 0; i < 6; i++) await expect(verify(token())).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    };
    expect(await asked(outcomes)).toBe(3);
    expect(await verify(known)).toMatchObject({ user_id });
    const own = compact({ alg: 'HS256' }, claims({ roles: ['user'] }), hmac(SECRET));
    expect(await verify(own)).toMatchObject({ user_id, roles: ['user'] });
  });

  it('a failure is not remembered as a refusal', async () => {
    const verify = open();
    const one = token();
    says({}, 500);
    await expect(verify(one)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    says({ user_id });
    expect(await verify(one)).toMatchObject({ user_id });
  });
});

describe('while the keys of the issuer were never read', () => {
  const verify = () => open({ AUTH_JWKS_URL: 'http://127.0.0.1:1/jwks' });

  it('the Auth Service is asked, and its word holds', async () => {
    expect(await verify()(token())).toMatchObject({ user_id, roles: ['moderator'] });
    says({ valid: false });
    await expect(verify()(token())).rejects.toMatchObject(refused);
  });

  it('a token is neither let through nor refused when that does not know either', async () => {
    says({}, 500);
    await expect(verify()(token())).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });
});
