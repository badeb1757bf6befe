import { expect, test } from 'vitest';
import { formatBucket, formatBucketFull, labelledIndexes } from './time-axis';

test('labels are evenly apart, never more than asked, and the newest has one', () => {
  for (const count of [1, 7, 24, 31, 90, 168, 365]) {
    const shown = labelledIndexes(count, 8);
    expect(shown.at(-1)).toBe(count - 1);
    expect(shown.length).toBeLessThanOrEqual(8);
    const gaps = new Set(shown.slice(1).map((index, position) => index - (shown[position] ?? 0)));
    expect(gaps.size).toBeLessThanOrEqual(1);
  }
});

const at = new Date('2026-03-01T00:00:00Z');

test('days keep their date for a reader west of Greenwich; hours are told in the zone of the reader', () => {
  expect(formatBucket('en', 'America/New_York', at, 'day')).toBe('Mar 1');
  expect(formatBucketFull('en', 'America/New_York', at, 'day')).toContain('Mar 1');
  expect(formatBucket('en', 'America/New_York', at, 'hour')).toBe('19:00');
  expect(formatBucketFull('es', 'America/New_York', at, 'hour')).toContain('28 feb 2026');
  expect(formatBucket('es', 'UTC', at, 'month')).toBe('mar 26');
});
