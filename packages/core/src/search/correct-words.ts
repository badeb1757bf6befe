import type { Identity } from '@message-service/shared/auth';
import type { SearchQuery } from '@message-service/shared/search';
import type { CoreContext } from '../context.ts';
import { escapePattern } from '../mongo/index.ts';
import { stemsOf } from './analyse-text.ts';
import { messageSearchIndex } from './message-search-index.ts';
import { type Corrections, scopeFilter, wordsOfTerm } from './to-filter.ts';

const SHORTEST = 4;
/** From here on two letters may be wrong. */
const LONG = 6;
/** The beginning of a word that has to be right where two letters are wrong. */
const SURE = 2;
const LOOKED_THROUGH = 500;
const DEADLINE_MS = 500;

/** Letters that have to be added, left out, replaced or swapped with their neighbour to make one word the other. */
export const distance = (a: string, b: string, most: number): number => {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      const replaced = (rows[i - 1]?.[j - 1] ?? 0) + (same ? 0 : 1);
      let least = Math.min((rows[i - 1]?.[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, replaced);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (rows[i - 2]?.[j - 2] ?? 0) + 1);
      row.push(least);
    }
    rows.push(row);
  }
  return rows[a.length]?.[b.length] ?? most + 1;
};

/** The words that begin so, in messages that the caller may find, the commonest first. */
export const wordsWithPrefix = async (
  ctx: Pick<CoreContext, 'db'>,
  identity: Identity,
  prefix: string,
): Promise<string[]> => {
  const pattern = `^${escapePattern(prefix)}`;
  const docs = await messageSearchIndex(ctx)
    .find(
      { $and: [...scopeFilter(identity), { tokens: { $regex: pattern } }] },
      { projection: { tokens: 1 }, maxTimeMS: DEADLINE_MS },
    )
    .limit(LOOKED_THROUGH)
    .toArray();
  const counts = new Map<string, number>();
  for (const { tokens } of docs)
    for (const token of tokens) if (token.startsWith(prefix)) counts.set(token, (counts.get(token) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([word]) => word);
};

const ALPHABET = [...'abcdefghijklmnopqrstuvwxyz0123456789'];
const LATIN = /^[a-z0-9]+$/;
const LONGEST = 24;

/** Every word that is one letter away: added, left out, replaced or swapped with its neighbour. */
export const wordsOneAway = (word: string): string[] => {
  const found = new Set<string>();
  for (let at = 0; at <= word.length; at++) {
    const [before, after] = [word.slice(0, at), word.slice(at)];
    for (const letter of ALPHABET) {
      found.add(before + letter + after);
      if (after !== '') found.add(before + letter + after.slice(1));
    }
    found.add(before + after.slice(1));
    if (after.length > 1) found.add(`${before}${after[1]}${after[0]}${after.slice(2)}`);
  }
  found.delete(word);
  return [...found];
};

/** The commonest of these words in messages that the caller may find. */
const commonest = async (
  ctx: Pick<CoreContext, 'db'>,
  identity: Identity,
  words: readonly string[],
): Promise<string | null> => {
  const docs = await messageSearchIndex(ctx)
    .find(
      { $and: [...scopeFilter(identity), { tokens: { $in: [...words] } }] },
      { projection: { tokens: 1 }, maxTimeMS: DEADLINE_MS },
    )
    .limit(LOOKED_THROUGH)
    .toArray();
  const wanted = new Set(words);
  const counts = new Map<string, number>();
  for (const { tokens } of docs)
    for (const token of tokens) if (wanted.has(token)) counts.set(token, (counts.get(token) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0]?.[0] ?? null;
};

const nearest = async (ctx: Pick<CoreContext, 'db'>, identity: Identity, word: string): Promise<string | null> => {
  const known = await messageSearchIndex(ctx).findOne(
    { $and: [...scopeFilter(identity), { tokens: { $in: [word, ...stemsOf(word)] } }] },
    { projection: { _id: 1 }, maxTimeMS: DEADLINE_MS },
  );
  if (known) return null;
  const close = LATIN.test(word) && word.length <= LONGEST ? await commonest(ctx, identity, wordsOneAway(word)) : null;
  if (close !== null) return close;
  const most = word.length >= LONG ? 2 : 1;
  let best: { word: string; far: number } | null = null;
  for (const other of await wordsWithPrefix(ctx, identity, word.slice(0, SURE))) {
    const far = distance(word, other, most);
    if (far <= most && (best === null || far < best.far)) best = { word: other, far };
  }
  return best?.word ?? null;
};

/**
 * For each word of a search that no message holds, the nearest one that some message holds: one letter off anywhere, or
 * two in words of six and more that begin right. Only messages that the caller may find are looked at.
 */
export const correctWords = async (
  ctx: Pick<CoreContext, 'db'>,
  identity: Identity,
  { terms }: SearchQuery,
): Promise<Corrections> => {
  const words = new Set(terms.flatMap(({ any, negated }) => (negated ? [] : any.flatMap((term) => wordsOfTerm(term)))));
  const found = new Map<string, string>();
  for (const word of words) {
    if (word.length < SHORTEST) continue;
    const near = await nearest(ctx, identity, word);
    if (near) found.set(word, near);
  }
  return found;
};
