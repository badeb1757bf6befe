import { expect, test } from 'vitest';
import { PRIORITY_RANKS } from './priority.ts';
import { lockTimes, QUEUE_SETTINGS } from './queue-settings.ts';

test('a job whose worker fell silent is back within a lock and two checks: 16 s with a lease of 10 s', () => {
  expect(lockTimes('message-processing', 10)).toEqual({ lockMs: 10_000, checkMs: 3_000, recoveryMs: 16_000 });
  expect(lockTimes('maintenance', 10).recoveryMs).toBe(16_000);
});

test('every queue is tried often enough to be told, and never for ever', () => {
  for (const { attempts, backoffMs, checksPerLock } of Object.values(QUEUE_SETTINGS)) {
    expect(attempts).toBeGreaterThanOrEqual(1);
    expect(attempts).toBeLessThanOrEqual(3);
    expect(backoffMs * 2 ** (attempts - 1)).toBeLessThanOrEqual(30_000);
    expect(checksPerLock).toBeGreaterThan(1);
  }
});

test('the more urgent, the smaller the number that the queue sorts by', () => {
  const { urgent, high, normal, low } = PRIORITY_RANKS;
  expect([urgent, high, normal, low]).toEqual([1, 2, 3, 4]);
});
