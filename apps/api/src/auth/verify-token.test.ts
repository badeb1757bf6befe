import { generateKeyPairSync, sign } from 'node:crypto';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compact, hmac, newEcKey, newRsaKey, type Signer, startIssuer } from './issuer.fixture.ts';
import { openNeighbours } from './neighbours.fixture.ts';
import { createTokenVerifier, type TokenSettings } from './verify-token.ts';

const SECRET = 'the secret of the tests, 32 bytes';
const base: TokenSettings = { AUTH_ISSUER: 'message-service', AUTH_AUDIENCE: 'message-service' };
const rsa = newRsaKey('rsa-1');
const otherRsa = newRsaKey('rsa-2');
const weakRsa = newRsaKey('rsa-weak', 1024);
const ec = newEcKey('ec-1');
const stranger = { rsa: newRsaKey('rsa-1'), ec: newEcKey('ec-1') };
const symmetric = { kty: 'oct', kid: 'oct-1', alg: 'HS256', k: Buffer.from('published secret').toString('base64url') };
const ed25519 = generateKeyPairSync('ed25519');

let issuer: Awaited<ReturnType<typeof startIssuer>>;
let attacker: Awaited<ReturnType<typeof startIssuer>>;

beforeAll(async () => {
  [issuer, attacker] = await Promise.all([startIssuer(), startIssuer()]);
  issuer.publish(rsa.jwk, otherRsa.jwk, weakRsa.jwk, ec.jwk, symmetric);
  attacker.publish(stranger.rsa.jwk);
});
afterAll(() => Promise.all([issuer.close(), attacker.close()]));

const nowS = () => Math.floor(Date.now() / 1000);
const claims = (change: object = {}) => ({
  iss: 'message-service',
  aud: 'message-service',
  sub: 'user_demo00001',
  roles: ['user'],
  exp: nowS() + 60,
  ...change,
});
const twice = (claim: string, first: unknown, second: unknown) =>
  JSON.stringify(without(claim)).replace(/^\{/, `{"${claim}":${first},"${claim}":${second},`);
const without = (claim: string) => Object.fromEntries(Object.entries(claims()).filter(([name]) => name !== claim));
const hs = (payload: unknown, header: object = {}) =>
  compact({ alg: 'HS256', typ: 'JWT', ...header }, payload, hmac(SECRET));
const rs = (payload: unknown, header: object = {}, signer: Signer = rsa.sign) =>
  compact({ alg: 'RS256', kid: 'rsa-1', ...header }, payload, signer);
const es = (payload: unknown, header: object = {}, signer: Signer = ec.sign) =>
  compact({ alg: 'ES256', kid: 'ec-1', ...header }, payload, signer);
const unsigned: Signer = () => Buffer.alloc(0);
const rsaWith = (hash: string, padding?: object): Signer => {
  return (input) => sign(hash, Buffer.from(input), { key: rsa.privateKey, ...padding });
};

const verifier = (settings: Partial<TokenSettings>) =>
  createTokenVerifier(
    { now: () => new Date(), log: pino({ level: 'silent' }), neighbours: openNeighbours() },
    { ...base, ...settings },
  );
const both = () => verifier({ JWT_SECRET_KEY: SECRET, AUTH_JWKS_URL: issuer.url });

describe('good tokens', () => {
  it.each([
    ['HS256', () => hs(claims())],
    ['RS256', () => rs(claims())],
    ['ES256', () => es(claims())],
    ['ES256 without kid, where one key fits', () => es(claims(), { kid: undefined })],
    ['an audience among others', () => rs(claims({ aud: ['other', 'message-service'] }))],
    ['expired within the tolerance', () => rs(claims({ exp: nowS() - 3 }))],
    ['valid from within the tolerance', () => rs(claims({ nbf: nowS() + 4 }))],
  ])('%s', async (_name, token) => {
    expect(await both()(token())).toMatchObject({ user_id: 'user_demo00001', roles: ['user'] });
  });

  it('lead to known roles, each once, and to the time of expiry', async () => {
    const exp = nowS() + 100;
    const token = hs(claims({ exp, roles: ['root', 'admin', 'user', 'admin', 'Admin', 'toString'] }));
    expect(await both()(token)).toEqual({
      user_id: 'user_demo00001',
      roles: ['admin', 'user'],
      expires_at: new Date(exp * 1000),
    });
  });

  it('may end up without any role', async () => {
    expect(await both()(hs(claims({ roles: ['root'] })))).toMatchObject({ roles: [] });
  });
});

const badTokens: [string, () => string][] = [
  ['alg none, unsigned', () => compact({ alg: 'none' }, claims(), unsigned)],
  ['alg NONE', () => compact({ alg: 'NONE' }, claims(), unsigned)],
  ['alg none with a good signature', () => compact({ alg: 'none' }, claims(), hmac(SECRET))],
  ['no alg', () => compact({ typ: 'JWT' }, claims(), hmac(SECRET))],
  ['alg a list', () => compact({ alg: ['HS256'] }, claims(), hmac(SECRET))],
  ['HS256 by the RSA public key as PEM', () => compact({ alg: 'HS256', kid: 'rsa-1' }, claims(), hmac(rsa.publicPem))],
  [
    'HS256 by the RSA public key as JWK',
    () => compact({ alg: 'HS256', kid: 'rsa-1' }, claims(), hmac(JSON.stringify(rsa.jwk))),
  ],
  [
    'HS256 by a published symmetric key',
    () => compact({ alg: 'HS256', kid: 'oct-1' }, claims(), hmac('published secret')),
  ],
  ['HS256 by another secret', () => compact({ alg: 'HS256' }, claims(), hmac('another secret of that length'))],
  ['HS256 by an empty secret', () => compact({ alg: 'HS256' }, claims(), hmac(''))],
  ['HS384 by our secret', () => compact({ alg: 'HS384' }, claims(), hmac(SECRET, 'sha384'))],
  ['HS512 by our secret', () => compact({ alg: 'HS512' }, claims(), hmac(SECRET, 'sha512'))],
  ['RS256 signed with our secret', () => rs(claims(), {}, hmac(SECRET))],
  ["RS256 by a stranger's key under our kid", () => rs(claims(), {}, stranger.rsa.sign)],
  ['RS256 by one of our keys under the kid of another', () => rs(claims(), { kid: 'rsa-2' })],
  ['RS256 with an unknown kid', () => rs(claims(), { kid: 'rsa-9' })],
  ['RS256 without kid, where several keys fit', () => rs(claims(), { kid: undefined })],
  ['RS256 with the kid of the EC key', () => rs(claims(), { kid: 'ec-1' })],
  ['RS256 by a published key of 1,024 bits', () => rs(claims(), { kid: 'rsa-weak' }, weakRsa.sign)],
  ['RS384 by our key', () => rs(claims(), { alg: 'RS384' }, rsaWith('sha384'))],
  ['PS256 by our key', () => rs(claims(), { alg: 'PS256' }, rsaWith('sha256', { padding: 6, saltLength: 32 }))],
  ["ES256 by a stranger's key under our kid", () => es(claims(), {}, stranger.ec.sign)],
  ['ES256 with the kid of the RSA key', () => es(claims(), { kid: 'rsa-1' })],
  ['ES256 with a signature of zeros', () => es(claims(), {}, () => Buffer.alloc(64))],
  ['EdDSA', () => compact({ alg: 'EdDSA' }, claims(), (input) => sign(null, Buffer.from(input), ed25519.privateKey))],
  ['kid a path, empty secret', () => compact({ alg: 'HS256', kid: '../../../dev/null' }, claims(), hmac(''))],
  ['kid a query', () => rs(claims(), { kid: "x' UNION SELECT 'secret" }, stranger.rsa.sign)],
  ['kid an address', () => rs(claims(), { kid: attacker.url }, stranger.rsa.sign)],
  ['kid an object', () => rs(claims(), { kid: { $ne: null } })],
  ['kid __proto__', () => rs(claims(), { kid: '__proto__' })],
  ['its own key as jwk', () => rs(claims(), { jwk: stranger.rsa.jwk, kid: undefined }, stranger.rsa.sign)],
  ['its own key by jku', () => rs(claims(), { jku: attacker.url }, stranger.rsa.sign)],
  ['its own key by x5u', () => rs(claims(), { x5u: attacker.url }, stranger.rsa.sign)],
  ['an unknown critical extension', () => hs(claims(), { crit: ['exp2'], exp2: 1 })],
  ['an unencoded payload', () => hs(claims(), { b64: false, crit: ['b64'] })],
  ['another issuer', () => rs(claims({ iss: 'other-service' }))],
  ['our issuer among others', () => rs(claims({ iss: ['message-service'] }))],
  ['no issuer', () => rs(without('iss'))],
  ['another audience', () => hs(claims({ aud: 'other-service' }))],
  ['other audiences', () => rs(claims({ aud: ['a', 'b'] }))],
  ['no audience', () => hs(without('aud'))],
  ['no exp', () => hs(without('exp'))],
  ['exp past the tolerance', () => hs(claims({ exp: nowS() - 7 }))],
  ['exp a string', () => hs(claims({ exp: String(nowS() + 60) }))],
  ['exp null', () => hs(claims({ exp: null }))],
  ['exp infinite', () => hs(JSON.stringify(claims()).replace(/"exp":\d+/, '"exp":1e999'))],
  ['exp beyond any date', () => hs(claims({ exp: 1e15 }))],
  ['nbf to come', () => hs(claims({ nbf: nowS() + 60 }))],
  ['no sub', () => hs(without('sub'))],
  ['sub no user id', () => hs(claims({ sub: 'admin' }))],
  ['sub an operator', () => hs(claims({ sub: { $ne: null } }))],
  ['sub with a line break', () => hs(claims({ sub: 'user_demo00001\n' }))],
  ['no roles', () => hs(without('roles'))],
  ['roles a string', () => hs(claims({ roles: 'admin' }))],
  ['roles an object', () => hs(claims({ roles: { 0: 'admin', length: 1 } }))],
  ['roles with objects', () => hs(claims({ roles: ['user', { name: 'admin' }] }))],
  ['claims a list', () => hs([claims()])],
  ['claims no JSON', () => hs('not json')],
  ['a payload exchanged', () => exchanged(1, claims({ roles: ['admin'] }))],
  ['a header exchanged', () => exchanged(0, { alg: 'HS256', typ: 'JWT', kid: 'rsa-1' })],
  ['a signature cut short', () => hs(claims()).slice(0, -4)],
  ['a signature left out', () => hs(claims()).replace(/[^.]*$/, '')],
  ['two parts', () => hs(claims()).split('.').slice(0, 2).join('.')],
  ['five parts', () => `${hs(claims())}.YQ.YQ`],
  ['more than 8 KiB', () => hs(claims({ more: 'x'.repeat(8_192) }))],
  ['exp twice, the last one over', () => hs(twice('exp', nowS() + 60, nowS() - 60))],
  ['sub twice, the last one no user', () => hs(twice('sub', '"user_demo00001"', '"admin"'))],
  ['exp negative', () => hs(claims({ exp: -1 }))],
  ['nbf a string', () => hs(claims({ nbf: 'now' }))],
  ['iat a string', () => hs(claims({ iat: 'now' }))],
  ['aud an object', () => hs(claims({ aud: { 0: 'message-service' } }))],
  ['aud in another case', () => hs(claims({ aud: 'Message-Service' }))],
  ['iss with a slash more', () => rs(claims({ iss: 'message-service/' }))],
  ['a header that is a list', () => compact([{ alg: 'HS256' }], claims(), hmac(SECRET))],
  ['a header that says none twice', () => compact('{"alg":"HS256","alg":"none"}', claims(), unsigned)],
  ['zip', () => hs(claims(), { zip: 'DEF', crit: ['zip'] })],
  ['padding in the signature', () => `${hs(claims())}=`],
  ['nothing', () => ''],
];

const exchanged = (index: number, value: object) =>
  hs(claims())
    .split('.')
    .map((given, i) => (i === index ? Buffer.from(JSON.stringify(value)).toString('base64url') : given))
    .join('.');

describe(`${badTokens.length} bad tokens`, () => {
  it.each(badTokens)('%s', async (_name, token) => {
    await expect(both()(token())).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
      message: 'The bearer token is not valid.',
    });
  });

  it('are at least 30, and all refused by every source at once', async () => {
    const verify = both();
    const refused = await Promise.all(
      badTokens.map(([, token]) =>
        verify(token()).then(
          () => 0,
          () => 1,
        ),
      ),
    );
    const count = refused.reduce<number>((sum, one) => sum + one, 0);
    process.stdout.write(`bad tokens: ${count} of ${badTokens.length} refused\n`);
    expect(count).toBe(badTokens.length);
    expect(count).toBeGreaterThanOrEqual(30);
  });

  it('never make the service ask an address that they name', () => {
    expect(attacker.hits()).toBe(0);
  });
});

describe('what is not configured', () => {
  it('HS256 is refused without the secret', async () => {
    await expect(verifier({ AUTH_JWKS_URL: issuer.url })(hs(claims()))).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
  });

  it('RS256 and ES256 are refused without the address of the keys', async () => {
    const verify = verifier({ JWT_SECRET_KEY: SECRET });
    for (const token of [rs(claims()), es(claims())]) {
      await expect(verify(token)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    }
  });

  it('everything is refused without either', async () => {
    for (const token of [hs(claims()), rs(claims())]) {
      await expect(verifier({})(token)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    }
  });

  it('another issuer and audience are taken from the settings', async () => {
    const settings = { JWT_SECRET_KEY: SECRET, AUTH_ISSUER: 'https://id.example.org', AUTH_AUDIENCE: 'chat' };
    const verify = verifier(settings);
    const token = hs(claims({ iss: 'https://id.example.org', aud: 'chat' }));
    expect(await verify(token)).toMatchObject({ user_id: 'user_demo00001' });
    await expect(verify(hs(claims()))).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});
