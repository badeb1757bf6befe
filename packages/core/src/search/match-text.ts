import type { SearchGroup, SearchTerm } from '@message-service/shared/search';
import { isSign, stemsOf, type Word, wordsOf } from './analyse-text.ts';
import { type Corrections, wordsOfTerm } from './to-filter.ts';

/** `at` counts words; `weight` is 1 for the word itself, less for another form of it. */
export type Match = { start: number; end: number; at: number; weight: number };

type Test = (word: string) => number;

/** The longer the beginning that two forms share, the likelier they mean the same. */
const likeness = (a: string, b: string): number => {
  let same = 0;
  while (same < a.length && a[same] === b[same]) same++;
  return 0.4 + (0.4 * same) / Math.max(a.length, b.length);
};

const testOf = (wanted: string, kind: SearchTerm['kind'], isLast: boolean): Test => {
  if (kind === 'prefix' && isLast) return (word) => (word.startsWith(wanted) ? 1 : 0);
  if (isSign(wanted)) return (word) => (word.includes(wanted) ? 1 : 0);
  const stems = new Set(kind === 'phrase' ? [] : stemsOf(wanted));
  const known = new Map<string, number>([[wanted, 1]]);
  return (word) => {
    const before = known.get(word);
    if (before !== undefined) return before;
    const weight = stems.size > 0 && stemsOf(word).some((stem) => stems.has(stem)) ? likeness(word, wanted) : 0;
    known.set(word, weight);
    return weight;
  };
};

/** The places of one term in a text. Several words have to stand one behind the other. */
const findTerm = (words: readonly Word[], term: SearchTerm, corrections: Corrections): Match[] => {
  const wanted = wordsOfTerm(term, corrections);
  const tests = wanted.map((word, index) => testOf(word, term.kind, index === wanted.length - 1));
  const found: Match[] = [];
  if (tests.length === 0) return found;
  for (const [at, first] of words.entries()) {
    let weight = 1;
    for (const [offset, test] of tests.entries()) {
      const word = words[at + offset];
      weight = Math.min(weight, word ? test(word.text) : 0);
      if (weight === 0) break;
    }
    const last = words[at + tests.length - 1];
    if (last && weight > 0) found.push({ start: first.start, end: last.end, at, weight });
  }
  return found;
};

export type TextMatch = {
  /** Whether every group holds for the text. */
  holds: boolean;
  /** In the order of the text, without overlaps. */
  matches: Match[];
  /** How well each group was found, from 0 to 1. */
  strengths: number[];
  /** How close together the groups were found, from 0 to 1. */
  closeness: number;
};

const withoutOverlaps = (matches: Match[]): Match[] => {
  const kept: Match[] = [];
  for (const match of matches.sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = kept.at(-1);
    if (!last || match.start >= last.end) kept.push(match);
    else kept[kept.length - 1] = { ...last, end: Math.max(last.end, match.end) };
  }
  return kept;
};

const USUAL_WORDS = 24;
const SHORTEST = 8;
const SATURATION = 1.2;
const LENGTH_SHARE = 0.5;

/** Of BM25 (Robertson and Zaragoza, 2009), without the rarity of the word: each more says less, more so in a long text. */
const strengthOf = (matches: readonly Match[], words: number): number => {
  const weight = matches.reduce((sum, match) => sum + match.weight, 0);
  const length = 1 - LENGTH_SHARE + (LENGTH_SHARE * Math.max(words, SHORTEST)) / USUAL_WORDS;
  return weight / (weight + SATURATION * length);
};

/** 1 when what was found for all groups stands side by side, towards 0 the farther apart it is. */
const closenessOf = (groups: readonly (readonly Match[])[]): number => {
  if (groups.length < 2) return 1;
  const places = groups
    .flatMap((matches, group) => matches.map(({ at }) => ({ at, group })))
    .sort((a, b) => a.at - b.at);
  const counts = new Map<number, number>();
  let [left, narrowest] = [0, Number.POSITIVE_INFINITY];
  for (const { at, group } of places) {
    counts.set(group, (counts.get(group) ?? 0) + 1);
    while (counts.size === groups.length) {
      const first = places[left];
      if (!first) break;
      narrowest = Math.min(narrowest, at - first.at + 1);
      const rest = (counts.get(first.group) ?? 0) - 1;
      if (rest === 0) counts.delete(first.group);
      else counts.set(first.group, rest);
      left++;
    }
  }
  return Math.min(1, groups.length / narrowest);
};

/** Holds the text that the reader sees against the terms of a search. */
export const matchText = (text: string, terms: readonly SearchGroup[], corrections: Corrections): TextMatch => {
  const words = [...wordsOf(text)];
  const found = terms.map(({ any, negated }) => ({
    negated,
    empty: any.every((term) => wordsOfTerm(term).length === 0),
    matches: any.flatMap((term) => findTerm(words, term, corrections)),
  }));
  const positive = found.filter(({ negated, empty }) => !negated && !empty).map(({ matches }) => matches);
  return {
    holds: found.every(({ negated, empty, matches }) => empty || (negated ? matches.length === 0 : matches.length > 0)),
    matches: withoutOverlaps(positive.flat()),
    strengths: positive.map((matches) => strengthOf(matches, words.length)),
    closeness: closenessOf(positive),
  };
};
