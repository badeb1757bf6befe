import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Buckets, bucketOf, mergeBuckets, quantilesOf } from './sketch.ts';

const sketchOf = (values: readonly number[]): Buckets => {
  const buckets: Record<string, number> = {};
  for (const value of values) buckets[bucketOf(value)] = (buckets[bucketOf(value)] ?? 0) + 1;
  return buckets;
};
const milliseconds = fc.array(fc.integer({ min: 1, max: 3_600_000 }), { minLength: 1, maxLength: 300 });

test('every percentile is within 1 % of the exact one', () => {
  fc.assert(
    fc.property(milliseconds, fc.constantFrom(0.5, 0.9, 0.95, 0.99, 1), (values, share) => {
      const exact = values.toSorted((a, b) => a - b)[Math.max(1, Math.ceil(share * values.length)) - 1] ?? 0;
      const found = quantilesOf(sketchOf(values))(share) ?? 0;
      expect(Math.abs(found - exact)).toBeLessThanOrEqual(exact * 0.01 + 1e-9);
    }),
  );
});

test('sketches of parts, merged in any order, are the sketch of the whole', () => {
  fc.assert(
    fc.property(milliseconds, milliseconds, (a, b) => {
      const whole = sketchOf([...a, ...b]);
      expect(mergeBuckets([sketchOf(a), sketchOf(b)])).toEqual(whole);
      expect(mergeBuckets([sketchOf(b), undefined, sketchOf(a)])).toEqual(whole);
    }),
  );
});

test('nothing has no percentiles', () => {
  expect([0.5, 0.99].map(quantilesOf({}))).toEqual([null, null]);
});
