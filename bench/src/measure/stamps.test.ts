import { expect, test } from 'vitest';
import { ages, stamp } from './stamps.ts';

test('stamps are read out of any text, in their order, and other words are none', () => {
  const text = `data: {"content":"${stamp(1_000_000)}. "}\n\ndata: ${stamp(1_002_500)} badefi`;
  expect(ages(text, 1_003_000)).toEqual([3, 0.5]);
});

test('the clock goes on', () => {
  const [age = -1] = ages(stamp());
  expect(age).toBeGreaterThanOrEqual(0);
});
