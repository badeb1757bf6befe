import { expect, test } from 'vitest';
import { niceScale } from './nice-scale';

test.each([
  [0, [0, 1]],
  [1, [0, 1]],
  [3, [0, 1, 2, 3]],
  [7, [0, 2, 4, 6, 8]],
  [100, [0, 25, 50, 75, 100]],
  [101, [0, 50, 100, 150]],
  [12_345, [0, 5_000, 10_000, 15_000]],
])('a peak of %d gets the ticks %j', (peak, ticks) => {
  expect(niceScale(peak)).toEqual({ max: ticks.at(-1), ticks });
});

test('whatever the peak: zero first, whole steps, at most five of them, the peak inside', () => {
  for (let peak = 0; peak < 5_000; peak += 7) {
    const { max, ticks } = niceScale(peak);
    expect(ticks[0]).toBe(0);
    expect(ticks.length).toBeLessThanOrEqual(6);
    expect(max).toBeGreaterThanOrEqual(peak);
    expect(ticks.every(Number.isInteger)).toBe(true);
  }
});
