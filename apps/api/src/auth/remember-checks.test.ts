import { expect, test } from 'vitest';
import { rememberChecks } from './remember-checks.ts';
import type { VerifiedToken } from './verify-token.ts';

const TOLERANCE_MS = 5_000;

const setUp = (expiresInMs = 3_600_000) => {
  const clock = { at: 1_000_000, reading: 1, checks: 0, verified: true };
  const expires_at = new Date(clock.at + expiresInMs);
  const check = rememberChecks(
    { now: () => new Date(clock.at) },
    async (token): Promise<VerifiedToken | null> => {
      clock.checks++;
      if (token === 'forged') throw new Error('signature');
      return clock.verified ? { user_id: `user_${token}`, roles: ['user'], expires_at } : null;
    },
    TOLERANCE_MS,
    () => clock.reading,
  );
  return { clock, check };
};

test('a token is checked once a minute, whoever sends it; another one by itself', async () => {
  const { clock, check } = setUp();
  for (let i = 0; i < 5; i++) expect((await check('a'))?.user_id).toBe('user_a');
  expect(clock.checks).toBe(1);
  expect((await check('b'))?.user_id).toBe('user_b');
  clock.at += 59_999;
  await check('a');
  expect(clock.checks).toBe(2);
  clock.at += 1;
  await check('a');
  expect(clock.checks).toBe(3);
});

test('it is not known beyond its end, nor once the keys were read again', async () => {
  const { clock, check } = setUp(10_000);
  await check('a');
  clock.at += 14_999;
  await check('a');
  expect(clock.checks).toBe(1);
  clock.at += 1;
  await check('a');
  expect(clock.checks).toBe(2);

  const rotated = setUp();
  await rotated.check('a');
  rotated.clock.reading++;
  rotated.clock.verified = false;
  expect(await rotated.check('a')).toBeNull();
});

test('a refusal is not kept, and ten thousand tokens are the most that are', async () => {
  const { clock, check } = setUp();
  for (let i = 0; i < 2; i++) await expect(check('forged')).rejects.toThrow('signature');
  expect(clock.checks).toBe(2);
  for (let i = 0; i <= 10_000; i++) await check(`t${i}`);
  const before = clock.checks;
  await check('t1');
  expect(clock.checks).toBe(before);
  await check('t0');
  expect(clock.checks).toBe(before + 1);
});
