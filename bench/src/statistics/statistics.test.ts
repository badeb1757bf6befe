import { expect, test } from 'vitest';
import { bootstrapMedian } from './bootstrap-median.ts';
import { meets } from './bound.ts';
import { combineSlots } from './figures.ts';
import { median } from './median.ts';
import { percentile } from './percentile.ts';
import { createRandom } from './random.ts';
import { ratioOfRounds } from './ratio.ts';

test('percentiles are values that occurred', () => {
  const values = Array.from({ length: 200 }, (_, i) => i + 1);
  expect([0, 0.5, 0.99, 1].map((share) => percentile(values, share))).toEqual([1, 100, 198, 200]);
  expect(percentile([7], 0.99)).toBe(7);
  expect(percentile([], 0.5)).toBeNaN();
});

test('the median does not depend on the order and leaves its input alone', () => {
  const values = [9, 1, 5];
  expect(median(values)).toBe(5);
  expect(values).toEqual([9, 1, 5]);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([])).toBeNaN();
});

test('an interval surrounds its median and is the same each time', () => {
  const interval = bootstrapMedian([1.4, 1.5, 1.6, 1.5, 1.7, 1.3, 1.55]);
  expect(interval.median).toBe(1.5);
  expect(interval.low).toBeGreaterThanOrEqual(1.3);
  expect(interval.low).toBeLessThan(1.5);
  expect(interval.high).toBeGreaterThan(1.5);
  expect(interval.high).toBeLessThanOrEqual(1.7);
  expect(bootstrapMedian([1.4, 1.5, 1.6, 1.5, 1.7, 1.3, 1.55])).toEqual(interval);
});

test('equal rounds leave no doubt, and neither does a single one', () => {
  expect(bootstrapMedian([2, 2, 2])).toEqual({ median: 2, low: 2, high: 2 });
  expect(bootstrapMedian([3])).toEqual({ median: 3, low: 3, high: 3 });
});

test('one bad round of seven is borne, two widen the interval to them', () => {
  const calm = bootstrapMedian([1, 1.1, 1.2, 1.1, 1, 1.2, 1.1]);
  expect(bootstrapMedian([1, 1.1, 1.2, 1.1, 1, 1.2, 9])).toEqual(calm);
  expect(bootstrapMedian([1, 1.1, 1.2, 1.1, 1, 9, 9])).toMatchObject({ median: calm.median, high: 9 });
});

test('95 % intervals of the median of nine draws hold the true median about that often', () => {
  const random = createRandom(42);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const trials = 100;
  let held = 0;
  for (let trial = 0; trial < trials; trial++) {
    const { low, high } = bootstrapMedian(Array.from({ length: 9 }, normal), trial);
    if (low <= 0 && high >= 0) held++;
  }
  expect(held).toBeGreaterThanOrEqual(88);
});

test('ratios are taken within a round, so a slow machine cancels out', () => {
  const interval = ratioOfRounds([
    { ours: 150, floor: 100 },
    { ours: 600, floor: 400 },
    { ours: 75, floor: 50 },
  ]);
  expect(interval).toEqual({ median: 1.5, low: 1.5, high: 1.5 });
});

test('a ratio without one of its sides is none', () => {
  expect(ratioOfRounds([{ ours: 1, floor: null }])).toBeNull();
  expect(
    ratioOfRounds([
      { ours: 0, floor: 0 },
      { ours: 1, floor: 1 },
    ]),
  ).toBeNull();
  expect(ratioOfRounds([])).toBeNull();
});

test('the turns of a round are pooled, not averaged', () => {
  const figures = combineSlots([
    { operations: 100, seconds: 1, cpuMs: 50, storeCpuMs: 200, latenciesMs: Float64Array.of(1, 9) },
    { operations: 300, seconds: 3, cpuMs: 50, storeCpuMs: 200, latenciesMs: Float64Array.of(3, 2) },
  ]);
  expect(figures).toEqual({
    operations: 400,
    cpuPerOperation: 250,
    storeCpuPerOperation: 1_000,
    rate: 100,
    p50: 2,
    p99: 9,
  });
});

test('what the stores used is unknown when one turn does not know it', () => {
  const known = { operations: 1, seconds: 1, cpuMs: 1, storeCpuMs: 1, latenciesMs: [] };
  expect(combineSlots([known, { ...known, storeCpuMs: null }]).storeCpuPerOperation).toBeNull();
});

test('the worse end of the interval decides', () => {
  const interval = { median: 1.7, low: 1.6, high: 1.9 };
  expect(meets({ most: 1.8 }, interval)).toBe(false);
  expect(meets({ most: 1.9 }, interval)).toBe(true);
  expect(meets({ least: 1.7 }, interval)).toBe(false);
  expect(meets({ least: 1.6 }, interval)).toBe(true);
  expect(meets({ from: 1.6, to: 1.8 }, interval)).toBe(false);
  expect(meets({ from: 1.5, to: 2 }, interval)).toBe(true);
  expect(meets({ exactly: 0 }, { median: 0, low: 0, high: 1 })).toBe(false);
  expect(meets({ exactly: 0 }, { median: 0, low: 0, high: 0 })).toBe(true);
});
