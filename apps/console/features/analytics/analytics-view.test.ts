import { expect, test } from 'vitest';
import { boundsOf, readAnalyticsView } from './analytics-view.ts';

const read = (query: string) => readAnalyticsView(new URLSearchParams(query), '7d');

test('an empty address shows the usual range by model', () => {
  expect(read('')).toEqual({ range: '7d', by: 'model', measure: 'total_tokens', filters: {}, failed: false });
});

test('an address holds the whole view', () => {
  expect(
    read(
      'range=30d&by=user&measure=total_cost&model=a%20b&user_id=user_000000001&at=2026-01-02T00:00:00.000Z&failed=1',
    ),
  ).toEqual({
    range: '30d',
    by: 'user',
    measure: 'total_cost',
    filters: { model: 'a b', user_id: 'user_000000001' },
    at: new Date('2026-01-02T00:00:00Z'),
    failed: true,
  });
});

test.each([
  ['range=1y&by=$where&measure=__proto__', {}],
  ['user_id=user_1&conversation_id={$ne:1}', {}],
  ['from=2026-01-02&to=2026-01-01', {}],
  ['from=yesterday&to=today&at=never', {}],
  [`model=${'x'.repeat(201)}`, {}],
])('what %s says wrongly is left out', (query) => {
  expect(read(query)).toEqual(read(''));
});

test('a range ends now, whenever that is; a stretch stays', () => {
  expect(boundsOf(read('range=24h'), 86_400_000)).toEqual({ from: new Date(0) });
  const stretch = read('from=2026-01-01T00:00:00Z&to=2026-01-03T00:00:00Z');
  expect(boundsOf(stretch, 0)).toEqual({ from: new Date('2026-01-01'), to: new Date('2026-01-03') });
});
