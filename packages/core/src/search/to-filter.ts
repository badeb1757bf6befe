import { canReadAll, type Identity } from '@message-service/shared/auth';
import type { SearchFilters, SearchGroup, SearchQuery, SearchTerm } from '@message-service/shared/search';
import type { Filter } from 'mongodb';
import { escapePattern } from '../mongo/index.ts';
import { isSign, stemsOf, wordsOf } from './analyse-text.ts';
import type { SearchDoc } from './message-search-index.ts';

/** Words that are looked for in the place of others, for those that nothing was found for. */
export type Corrections = ReadonlyMap<string, string>;

/** The folded words of a term; a word that is written together may be several here, such as `don't-know`. */
export const wordsOfTerm = ({ text }: SearchTerm, corrections: Corrections = new Map()): string[] =>
  [...wordsOf(text)].map(({ text: word }) => corrections.get(word) ?? word);

const tokenFilter = (word: string, kind: SearchTerm['kind'], isLast: boolean): Filter<SearchDoc> => {
  if ((kind === 'prefix' && isLast) || isSign(word)) return { tokens: { $regex: `^${escapePattern(word)}` } };
  if (kind === 'phrase') return { tokens: word };
  return { tokens: { $in: [word, ...stemsOf(word)] } };
};

/** Null for a term without a word, such as `…`: nothing can be found for it, and nothing missed. */
const termFilter = (term: SearchTerm, corrections: Corrections): Filter<SearchDoc> | null => {
  const words = wordsOfTerm(term, corrections);
  const [first, ...rest] = words.map((word, index) => tokenFilter(word, term.kind, index === words.length - 1));
  if (!first) return null;
  return rest.length === 0 ? first : { $and: [first, ...rest] };
};

const groupFilter = ({ any, negated }: SearchGroup, corrections: Corrections): Filter<SearchDoc>[] => {
  const [first, ...rest] = any.flatMap((term) => termFilter(term, corrections) ?? []);
  if (!first) return [];
  if (negated) return [{ $nor: [first, ...rest] }];
  return [rest.length === 0 ? first : { $or: [first, ...rest] }];
};

/** Archived and deleted messages are found by those who ask for them only. */
const SHOWN: Filter<SearchDoc> = { status: { $in: ['active', 'flagged'] } };

const range = <T>(from: T | undefined, to: T | undefined, upper: '$lt' | '$lte') => ({
  ...(from === undefined ? {} : { $gte: from }),
  ...(to === undefined ? {} : { [upper]: to }),
});

const fieldFilters = (filters: SearchFilters): Filter<SearchDoc>[] => {
  const { flag, topic, after, before, min_cost, max_cost, status, ...equal } = filters;
  return [
    ...Object.entries(equal).flatMap(([field, value]) => (value === undefined ? [] : [{ [field]: value }])),
    status ? { status } : SHOWN,
    ...(flag ? [{ flags: flag }] : []),
    ...(topic ? [{ topics: topic }] : []),
    ...(after || before ? [{ created_at: range(after, before, '$lt') }] : []),
    ...(min_cost === undefined && max_cost === undefined ? [] : [{ cost: range(min_cost, max_cost, '$lte') }]),
  ];
};

/** What the caller may find at all: everything, or their own, as far as they read it the way it was written. */
export const scopeFilter = (identity: Identity): Filter<SearchDoc>[] =>
  canReadAll(identity)
    ? []
    : [
        {
          user_id: identity.user_id,
          redacted: { $exists: false },
          $nor: [{ role: 'assistant', status: 'flagged' }],
        },
      ];

/** The filter of a search; whose messages it may find is part of it. */
export const toFilter = (
  identity: Identity,
  { terms, filters }: SearchQuery,
  corrections: Corrections = new Map(),
): Filter<SearchDoc> => ({
  $and: [
    ...scopeFilter(identity),
    ...fieldFilters(filters),
    ...terms.flatMap((group) => groupFilter(group, corrections)),
  ],
});
