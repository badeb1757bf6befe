import { expect, test } from 'vitest';
import { parseDistribution } from './distribution.ts';
import { createRandom } from './random.ts';

const sample = (spec: string, count: number, seed = 7) => {
  const random = createRandom(seed);
  const draw = parseDistribution(spec);
  return Array.from({ length: count }, () => draw(random));
};
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const median = (values: number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

test('the same seed gives the same samples, another seed others', () => {
  expect(sample('normal:200,40', 50)).toEqual(sample('normal:200,40', 50));
  expect(sample('normal:200,40', 50)).not.toEqual(sample('normal:200,40', 50, 8));
});

test('each kind has its shape', () => {
  expect(sample('200', 3)).toEqual([200, 200, 200]);
  expect(sample('const:5', 2)).toEqual([5, 5]);
  expect(sample('trace:1,2,3', 5)).toEqual([1, 2, 3, 1, 2]);
  const uniform = sample('uniform:100,300', 10_000);
  expect(Math.min(...uniform)).toBeGreaterThanOrEqual(100);
  expect(Math.max(...uniform)).toBeLessThan(300);
  expect(mean(uniform)).toBeCloseTo(200, -1);
  expect(mean(sample('normal:200,40', 10_000))).toBeCloseTo(200, -1);
  expect(median(sample('lognormal:200,0.5', 10_000))).toBeCloseTo(200, -1.3);
  expect(mean(sample('exp:200', 10_000))).toBeCloseTo(200, -1.3);
  const slow = sample('mix:0.9*const:1;0.1*const:2', 10_000).filter((value) => value === 2);
  expect(slow.length / 10_000).toBeCloseTo(0.1, 1);
});

test.each(['', 'often', 'const:', 'const:-1', 'uniform:1,x', 'zipf:1', 'mix:0*const:1', 'mix:const:1'])(
  '"%s" is refused',
  (spec) => {
    expect(() => parseDistribution(spec)).toThrow(/is not a distribution/);
  },
);
