import type { ServerResponse } from 'node:http';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { compact, type IssuerKey, newEcKey, startIssuer } from './issuer.fixture.ts';
import { openNeighbours } from './neighbours.fixture.ts';
import { createTokenVerifier } from './verify-token.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const [first, second] = [newEcKey('first'), newEcKey('second')];

let issuer: Awaited<ReturnType<typeof startIssuer>>;
let clock: Date;
let warnings: string[];
let verify: ReturnType<typeof createTokenVerifier>;

beforeEach(async () => {
  issuer = await startIssuer();
  issuer.publish(first.jwk);
  clock = new Date();
  warnings = [];
  verify = createTokenVerifier(
    {
      now: () => clock,
      log: pino({ level: 'warn' }, { write: (line) => warnings.push(line) }),
      neighbours: openNeighbours(),
    },
    { AUTH_ISSUER: 'issuer', AUTH_AUDIENCE: 'audience', AUTH_JWKS_URL: issuer.url },
  );
});
afterEach(() => issuer.close());

const pass = (ms: number) => {
  clock = new Date(clock.getTime() + ms);
};
const tokenOf = (key: IssuerKey, kid: unknown = key.jwk.kid) => {
  const exp = Math.floor(clock.getTime() / 1000) + 60;
  const payload = { iss: 'issuer', aud: 'audience', sub: 'user_demo00001', roles: ['user'], exp };
  return compact({ alg: 'ES256', kid }, payload, key.sign);
};
const outcomeOf = (key: IssuerKey, kid?: unknown) =>
  verify(tokenOf(key, kid)).then(
    () => 'OK',
    (error: { code: string }) => error.code,
  );
const down = (_request: unknown, response: ServerResponse) => {
  response.writeHead(503).end('away');
};

describe('caching', () => {
  it('asks once for 20 tokens at once and for all that follow', async () => {
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => outcomeOf(first)));
    expect(new Set(outcomes)).toEqual(new Set(['OK']));
    pass(9 * MINUTE);
    expect(await outcomeOf(first)).toBe('OK');
    expect(issuer.hits()).toBe(1);
  });

  it('renews after ten minutes without making anybody wait', async () => {
    await outcomeOf(first);
    issuer.answerWith(() => undefined);
    pass(10 * MINUTE);
    expect(await outcomeOf(first)).toBe('OK');
    await vi.waitFor(() => expect(issuer.hits()).toBe(2));
  });

  it('asks once in ten seconds, however many unknown keys tokens name', async () => {
    await outcomeOf(first);
    const guesses = Array.from({ length: 50 }, (_, i) => outcomeOf(second, `guess-${i}`));
    expect(new Set(await Promise.all(guesses))).toEqual(new Set(['UNAUTHENTICATED']));
    for (let i = 0; i < 20; i++) await outcomeOf(second, `later-${i}`);
    expect(issuer.hits()).toBe(2);
    pass(10_000);
    await outcomeOf(second, 'much-later');
    expect(issuer.hits()).toBe(3);
  });

  it('does not ask for tokens of other algorithms', async () => {
    const token = compact({ alg: 'HS256', kid: 'guess' }, {}, first.sign);
    await expect(verify(token)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(issuer.hits()).toBe(0);
  });
});

describe('rotation', () => {
  it('takes tokens of a new key at once, 20 in parallel, without an error', async () => {
    await outcomeOf(first);
    issuer.publish(first.jwk, second.jwk);
    const outcomes = await Promise.all(Array.from({ length: 20 }, (_, i) => outcomeOf(i % 2 ? first : second)));
    expect(new Set(outcomes)).toEqual(new Set(['OK']));
    expect(issuer.hits()).toBe(2);
    process.stdout.write(`rotation: ${outcomes.length} tokens of old and new keys at once, 0 errors\n`);
  });

  it('refuses a key that was withdrawn from the next reading on', async () => {
    await outcomeOf(first);
    issuer.publish(second.jwk);
    expect(await outcomeOf(second)).toBe('OK');
    expect(await outcomeOf(first)).toBe('UNAUTHENTICATED');
  });
});

describe('outage', () => {
  it('goes on for 24 hours with the last keys, then answers that it cannot tell, then recovers', async () => {
    await outcomeOf(first);
    issuer.answerWith(down);
    for (let hours = 1; hours < 24; hours++) {
      pass(HOUR);
      expect(await outcomeOf(first)).toBe('OK');
      await vi.waitFor(() => expect(warnings).toHaveLength(hours));
    }
    pass(HOUR);
    expect(await outcomeOf(first)).toBe('UNAVAILABLE');
    expect(issuer.hits()).toBe(25);
    issuer.publish(first.jwk);
    pass(5_000);
    expect(await outcomeOf(first)).toBe('OK');
  });

  it('answers UNAVAILABLE with a time while no keys were read yet, asking once in five seconds', async () => {
    issuer.answerWith(down);
    await expect(verify(tokenOf(first))).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      details: { retryAfterSeconds: 5 },
    });
    expect(await Promise.all(Array.from({ length: 20 }, () => outcomeOf(first)))).toEqual(
      Array(20).fill('UNAVAILABLE'),
    );
    expect(issuer.hits()).toBe(1);
    issuer.publish(first.jwk);
    pass(5_000);
    expect(await outcomeOf(first)).toBe('OK');
  });

  it.each<[string, (request: unknown, response: ServerResponse) => void]>([
    ['no JSON', (_request, response) => response.end('<html>')],
    ['another shape', (_request, response) => response.end('{"keys":"none"}')],
    ['a redirect', (_request, response) => response.writeHead(302, { location: '/elsewhere' }).end()],
    ['a reset', (_request, response) => response.destroy()],
    ['half an answer', (_request, response) => response.write('{"keys":[', () => response.destroy())],
    [
      'more than 256 KiB',
      (_request, response) => response.end(JSON.stringify({ keys: [], more: 'x'.repeat(262_144) })),
    ],
  ])('counts %s as one', async (_name, answer) => {
    issuer.answerWith(answer);
    expect(await outcomeOf(first)).toBe('UNAVAILABLE');
    expect(issuer.hits()).toBe(1);
  });
});

describe('published keys', () => {
  it('are used without their private members', async () => {
    issuer.publish({ ...first.privateKey.export({ format: 'jwk' }), kid: 'first', alg: 'ES256' });
    expect(await outcomeOf(first)).toBe('OK');
  });

  it('are refused when they are meant for encryption', async () => {
    issuer.publish({ ...first.jwk, use: 'enc' });
    expect(await outcomeOf(first)).toBe('UNAUTHENTICATED');
  });
});
