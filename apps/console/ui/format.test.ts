import { describe, expect, test } from 'vitest';
import {
  formatCompact,
  formatDateTime,
  formatDistance,
  formatDuration,
  formatInstant,
  formatMoney,
  formatTime,
  shortenId,
} from './format';

const at = (iso: string) => new Date(iso);
const now = at('2026-03-04T12:00:00.000Z').getTime();

describe('numbers', () => {
  test.each([
    ['en', 0, '0'],
    ['en', 9_999, '9,999'],
    ['en', 12_400, '12.4K'],
    ['en', 1_250_000, '1.3M'],
    ['es', 9_999, '9999'],
    ['es', 12_400, '12,4\u00a0mil'],
  ] as const)('%s shows %d as %s', (locale, value, text) => {
    expect(formatCompact(locale, value)).toBe(text);
  });

  test.each([
    [0.000123456, '$0.0001235'],
    [12.3456, '$12.35'],
    [0, '$0'],
  ])('%d dollars have four significant digits', (value, text) => {
    expect(formatMoney('en', value)).toBe(text);
  });
});

describe('durations and distances', () => {
  test.each([
    [0, '0 ms'],
    [849.6, '850 ms'],
    [1_000, '1 s'],
    [4_230, '4.2 s'],
    [59_400, '59 s'],
    [59_600, '1 min'],
    [185_000, '3 min 5 s'],
    [3_600_000, '1 h'],
    [7_800_000, '2 h 10 min'],
    [90_000_000, '1 d 1 h'],
  ])('%d ms is %s', (ms, text) => {
    expect(formatDuration('en', ms)).toBe(text);
  });

  test.each([
    ['2026-03-04T11:59:51Z', null],
    ['2026-03-04T11:59:27Z', '30 s'],
    ['2026-03-04T11:01:00Z', '59 min'],
    ['2026-03-03T12:00:01Z', '23 h'],
    ['2026-02-01T12:00:00Z', '31 d'],
    ['2025-12-01T12:00:00Z', '3 meses'],
    ['2023-03-04T12:00:00Z', '3 a'],
    ['2026-03-04T12:05:00Z', '5 min'],
  ])('%s is %s away', (iso, text) => {
    expect(formatDistance('es', at(iso), now)).toBe(text);
  });
});

describe('times in the zone of the reader', () => {
  const summer = at('2026-07-01T22:30:15.042Z');
  test('the exact time', () => {
    expect(formatDateTime('en', 'Europe/Madrid', summer)).toBe('Jul 2, 2026, 00:30:15');
    expect(formatInstant('es', 'UTC', summer)).toBe('1 jul 2026, 22:30:15,042');
  });
  test('midnight is 00, not 24', () => {
    expect(formatTime('en', 'UTC', at('2026-07-01T00:05:00Z'))).toBe('00:05');
  });
});

test.each([
  ['msg_0VoTqK2aXbCdEfGhIjKl99', 'msg_0VoTqK…Kl99'],
  ['char_luna00001', 'char_luna00001'],
  ['7c2f9a0be1', '7c2f9a0be1'],
  ['ceb31fd2-f274-48c0-86f5-2d512c28af96', 'ceb31f…af96'],
])('%s is shown as %s', (id, text) => {
  expect(shortenId(id)).toBe(text);
});
