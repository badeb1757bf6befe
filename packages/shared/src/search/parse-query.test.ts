import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseSearchQuery, SearchQuery } from './index.ts';

const parse = (text: string) => parseSearchQuery(text);
const word = (text: string) => ({ any: [{ text, kind: 'word' }] });

test.each([
  ['sea storm', [word('sea'), word('storm')], {}],
  ['"the old harbour"', [{ any: [{ text: 'the old harbour', kind: 'phrase' }] }], {}],
  ['harb*', [{ any: [{ text: 'harb', kind: 'prefix' }] }], {}],
  [
    'sea -storm -"big wave"',
    [word('sea'), { ...word('storm'), negated: true }, { any: [{ text: 'big wave', kind: 'phrase' }], negated: true }],
    {},
  ],
  [
    'cat OR dog OR "old fox" barks',
    [
      {
        any: [
          { text: 'cat', kind: 'word' },
          { text: 'dog', kind: 'word' },
          { text: 'old fox', kind: 'phrase' },
        ],
      },
      word('barks'),
    ],
    {},
  ],
  ['role:assistant luna', [word('luna')], { role: 'assistant' }],
  ['model:"gpt 4" topic:sailing flag:pii', [], { model: 'gpt 4', topic: 'sailing', flag: 'pii' }],
  ['cost:>0.01 cost:<2', [], { min_cost: 0.01, max_cost: 2 }],
  [
    'after:2026-01-31 before:2026-02-28T10:00Z',
    [],
    {
      after: new Date('2026-01-31'),
      before: new Date('2026-02-28T10:00Z'),
    },
  ],
  ['well-known http://example.org a:b *', ['well-known', 'http://example.org', 'a:b', '*'].map(word), {}],
  ['git --soft', [word('git'), word('--soft')], {}],
  ['   ', [], {}],
] as const)('%s', (text, terms, filters) => {
  expect(parse(text)).toEqual({ query: { terms, filters }, faults: [] });
});

test.each([
  ['sea role:king', 4, 13],
  ['from:luna', 0, 9],
  ['after:yesterday sea', 0, 15],
  ['cost:much', 0, 9],
  ['role:user role:assistant', 10, 24],
  ['-role:user', 0, 10],
  ['sea from:', 4, 9],
  ['OR sea', 0, 2],
  ['sea OR', 4, 6],
  ['sea OR -storm', 7, 13],
  ['"never closed', 0, 13],
  [`sea ${'x'.repeat(201)}`, 4, 205],
])('%s is faulty there', (text, start, end) => {
  const { faults } = parse(text);
  expect(faults).toHaveLength(1);
  expect(faults[0]).toMatchObject({ start, end });
});

test('more than twenty terms are too many, and each beyond is named', () => {
  const { query, faults } = parse(Array.from({ length: 22 }, (_, i) => `w${i}`).join(' '));
  expect(query.terms).toHaveLength(20);
  expect(faults.map(({ message }) => message)).toEqual(['at most 20 terms', 'at most 20 terms']);
});

test('whatever is typed, what was understood is a query and every fault lies in the text', () => {
  const piece = fc.oneof(
    fc.constantFrom(...['OR', '-', '"', '*', ':', 'from:', 'role:', 'cost:>', '$ne', '{', '\u202e', '（', 'role:user']),
    fc.string({ unit: 'grapheme', maxLength: 8 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const text = pieces.join(' ');
      const { query, faults } = parse(text);
      for (const { start, end } of faults) {
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeGreaterThan(start);
        expect(end).toBeLessThanOrEqual(text.length);
      }
      const { filters, ...terms } = query;
      expect(SearchQuery.safeParse({ ...terms, filters: {} }).success || text.includes('\u0000')).toBe(true);
    }),
  );
});
