import type { SearchGroup, SearchTerm } from '@message-service/shared/search';
import { stemsOf, type Word, wordsOf } from './analyse-text.ts';
import { type Corrections, wordsOfTerm } from './to-filter.ts';

export type Match = { start: number; end: number; exact: boolean };

type Test = (word: string) => 'exact' | 'form' | null;

const testOf = (wanted: string, kind: SearchTerm['kind'], isLast: boolean): Test => {
  if (kind === 'prefix' && isLast) return (word) => (word.startsWith(wanted) ? 'exact' : null);
  const stems = new Set(kind === 'phrase' ? [] : stemsOf(wanted));
  return (word) => (word === wanted ? 'exact' : stemsOf(word).some((stem) => stems.has(stem)) ? 'form' : null);
};

/** The places of one term in a text. Several words have to stand one behind the other. */
const findTerm = (words: readonly Word[], term: SearchTerm, corrections: Corrections): Match[] => {
  const wanted = wordsOfTerm(term, corrections);
  const tests = wanted.map((word, index) => testOf(word, term.kind, index === wanted.length - 1));
  if (tests.length === 0) return [];
  return words.flatMap((first, at) => {
    const found = tests.map((test, offset) => {
      const word = words[at + offset];
      return word ? test(word.text) : null;
    });
    const last = words[at + tests.length - 1];
    if (!last || found.includes(null)) return [];
    return [{ start: first.start, end: last.end, exact: !found.includes('form') }];
  });
};

export type TextMatch = {
  /** Whether every group holds for the text. */
  holds: boolean;
  /** In the order of the text, without overlaps. */
  matches: Match[];
  /** How well each group was found, from 0 to 1. */
  strengths: number[];
  words: number;
};

const withoutOverlaps = (matches: Match[]): Match[] => {
  const kept: Match[] = [];
  for (const match of matches.sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = kept.at(-1);
    if (!last || match.start >= last.end) kept.push(match);
    else last.end = Math.max(last.end, match.end);
  }
  return kept;
};

/** More of the same says less each time; another form of a word says less than the word. */
const strengthOf = (matches: readonly Match[]): number => {
  const weight = matches.reduce((sum, { exact }) => sum + (exact ? 1 : 0.6), 0);
  return weight / (weight + 0.5);
};

/** Holds the text that the reader sees against the terms of a search. */
export const matchText = (text: string, terms: readonly SearchGroup[], corrections: Corrections): TextMatch => {
  const words = [...wordsOf(text)];
  const found = terms.map(({ any, negated }) => ({
    negated,
    empty: any.every((term) => wordsOfTerm(term).length === 0),
    matches: any.flatMap((term) => findTerm(words, term, corrections)),
  }));
  const positive = found.filter(({ negated, empty }) => !negated && !empty);
  return {
    holds: found.every(({ negated, empty, matches }) => empty || (negated ? matches.length === 0 : matches.length > 0)),
    matches: withoutOverlaps(positive.flatMap(({ matches }) => matches)),
    strengths: positive.map(({ matches }) => strengthOf(matches)),
    words: words.length,
  };
};
