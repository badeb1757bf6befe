import { expect, test } from 'vitest';
import { fineScale, niceScale } from './nice-scale';

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

test.each([
  [0, [0, 0.25, 0.5, 0.75, 1]],
  [0.0314, [0, 0.01, 0.02, 0.03, 0.04]],
  [0.95, [0, 0.25, 0.5, 0.75, 1]],
  [7.3, [0, 2, 4, 6, 8]],
])('a peak of %d gets the fine ticks %j', (peak, ticks) => {
  expect(fineScale(peak).ticks).toEqual(ticks);
});

test('however small the peak: it is inside, and the ticks are few and without rounding noise', () => {
  for (let peak = 1e-7; peak < 1e6; peak *= 1.37) {
    const { max, ticks } = fineScale(peak);
    expect(max).toBeGreaterThanOrEqual(peak);
    expect(ticks.length).toBeLessThanOrEqual(6);
    expect(ticks.every((tick) => String(tick).length < 14)).toBe(true);
  }
});
