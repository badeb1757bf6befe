import { expect, test } from 'vitest';
import { isSearchable, readAuditFilter } from './audit-filter.ts';

const read = (query: string) => readAuditFilter(new URLSearchParams(query));

test('an address holds every filter', () => {
  expect(
    read('actor=user_000000001&action=messages.get&target_type=message&text=why&from=2026-01-01T00:00:00Z'),
  ).toEqual({
    actor: 'user_000000001',
    action: 'messages.get',
    target_type: 'message',
    text: 'why',
    from: new Date('2026-01-01'),
  });
});

test.each(['actor=somebody', 'action={$ne:1}', 'target_type=A%20B', 'from=never', `text=${'x'.repeat(201)}`])(
  'what %s says wrongly is left out',
  (query) => expect(read(query)).toEqual({}),
);

test('what cannot be looked for is known while it is typed', () => {
  expect(isSearchable('action', 'messages')).toBe(false);
  expect(isSearchable('action', 'messages.get')).toBe(true);
  expect(isSearchable('actor', '')).toBe(true);
});
