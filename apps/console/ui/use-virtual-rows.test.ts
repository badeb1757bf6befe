import { expect, test } from 'vitest';
import { visibleRange } from './use-virtual-rows';

test.each([
  ['the top', 0, { from: 0, to: 18 }],
  ['the middle', 5_600, { from: 92, to: 118 }],
  ['the end', 56 * 1_000 - 560, { from: 982, to: 1_000 }],
  ['past the end, as after a filter', 90_000, { from: 1_000, to: 1_000 }],
])('at %s only the rows in view and some around them are kept', (_, scrollTop, range) => {
  expect(visibleRange(scrollTop, 560, 56, 1_000)).toEqual(range);
});
