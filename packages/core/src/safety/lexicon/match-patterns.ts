import { CHUNK, type Pausable } from '../text/pausable.ts';
import type { Token } from '../text/tokens.ts';
import type { Pattern, Patterns } from './compile-patterns.ts';

export type Match = {
  category: string;
  risk: number;
  /** Places of the first token and of the one after the last. */
  first: number;
  after: number;
  /** One of its words was written to be overlooked. */
  disguised: boolean;
};

type Read = { classIds: readonly number[]; disguised: boolean };
const UNKNOWN: Read = { classIds: [], disguised: false };

const MAX_WORD = 40;

/** Words inside a word; of one that is longer than 64 letters the first are read. */
const readInside = (lookUp: Patterns['lookUp'], word: string): readonly number[] => {
  const found: number[] = [];
  for (let at = 0; at < Math.min(word.length, 64); at++) {
    const classIds = lookUp(word, at, Math.min(word.length, at + MAX_WORD));
    if (classIds.length > 0) found.push(...classIds);
  }
  return found;
};

const fitsMask = (mask: string, word: string): boolean => {
  let seen = 0;
  for (let i = 0; i < mask.length; i++) {
    const unit = mask.charCodeAt(i);
    if (unit === 42 || unit === 35) continue;
    if (unit !== word.charCodeAt(i)) return false;
    seen++;
  }
  return seen >= 2;
};

const readMasked = (patterns: Patterns, word: string): readonly number[] =>
  (patterns.strong.get(`${word.length}${word.charAt(0)}`) ?? [])
    .filter(({ text }) => fitsMask(word, text))
    .flatMap(({ classIds }) => classIds);

const readToken = (patterns: Patterns, token: Token): Read => {
  const own = patterns.lookUp(token.word);
  if (own.length > 0) return { classIds: own, disguised: token.spaced };
  const found: number[] = [];
  for (const variant of token.variants) {
    const classIds = patterns.lookUp(variant);
    if (classIds.length > 0) found.push(...classIds);
  }
  if (found.length === 0 && token.masked) found.push(...readMasked(patterns, token.word));
  if (found.length === 0 && token.spaced) {
    for (const word of [token.word, ...token.variants]) found.push(...readInside(patterns.lookUpSpaced, word));
  }
  if (found.length === 0 && token.word.length >= 7) found.push(...readInside(patterns.lookUpInside, token.word));
  return found.length > 0 ? { classIds: found, disguised: true } : UNKNOWN;
};

/** Words from the first one of a match to its last at most. */
const WINDOW = 31;

/**
 * The place after the shortest match of `pattern` that begins at token `first`; -1 when there is none. The places that
 * the next element may stand at are bits of a number, so that the work is elements × window, however the text repeats.
 */
const matchAt = (pattern: Pattern, reads: readonly Read[], first: number): number => {
  let places = 1;
  for (const element of pattern.elements) {
    if ('gap' in element) {
      for (let i = 0; i < element.gap; i++) places |= places << 1;
      places &= 0x7fffffff;
      continue;
    }
    let after = element.optional ? places : 0;
    for (let place = 0, rest = places; rest !== 0 && place < WINDOW; place++, rest >>>= 1) {
      if ((rest & 1) === 0) continue;
      if (reads[first + place]?.classIds.includes(element.classId)) after |= 1 << (place + 1);
    }
    places = after & 0x7fffffff;
    if (places === 0) return -1;
  }
  return first + (31 - Math.clz32(places & -places));
};

const MAX_MATCHES = 200;
const TOKENS_PER_PAUSE = CHUNK / 4;

/**
 * Where the patterns stand in a text, in order of their first word; at most 200 matches. Of matches of one category that
 * begin at one word the one with the highest risk is given.
 */
export function* matchPatterns(patterns: Patterns, tokens: readonly Token[]): Pausable<Match[]> {
  const reads: Read[] = [];
  const present = new Uint8Array(patterns.classes);
  for (const [index, token] of tokens.entries()) {
    if (index % TOKENS_PER_PAUSE === 0) yield;
    const read = readToken(patterns, token);
    for (const classId of read.classIds) present[classId] = 1;
    reads.push(read);
  }
  const possible = new Set(patterns.list.filter(({ needs }) => needs.every((classId) => present[classId] === 1)));
  const found: Match[] = [];
  if (possible.size === 0) return found;
  for (let first = 0; first < reads.length && found.length < MAX_MATCHES; first++) {
    if (first % TOKENS_PER_PAUSE === 0) yield;
    const best = new Map<string, Match>();
    for (const classId of reads[first]?.classIds ?? []) {
      for (const pattern of patterns.byFirst.get(classId) ?? []) {
        if (!possible.has(pattern) || (best.get(pattern.category)?.risk ?? -1) >= pattern.risk) continue;
        const after = matchAt(pattern, reads, first);
        if (after < 0) continue;
        const disguised = reads.slice(first, after).some((read) => read.disguised);
        best.set(pattern.category, { category: pattern.category, risk: pattern.risk, first, after, disguised });
      }
    }
    found.push(...best.values());
  }
  return found;
}
