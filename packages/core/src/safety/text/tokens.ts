import type { FoldedText } from './fold-text.ts';
import { CHUNK, type Pausable } from './pausable.ts';

/** A word of the folded text at [from, to), with what it reads as when it was written to be overlooked. */
export type Token = {
  word: string;
  /** Readings of `word` without its disguise: figures for letters, letters repeated, several words in one. */
  variants: readonly string[];
  from: number;
  to: number;
  /** Written letter by letter, with something in between. */
  spaced: boolean;
  /** Some letters are hidden behind `*` or `#`. */
  masked: boolean;
};

const LETTER = 1;
const DIGIT = 2;
const SYMBOL = 3;
const MASK = 4;
const APOSTROPHE = 5;

const KIND = new Uint8Array(128);
for (let unit = 97; unit <= 122; unit++) KIND[unit] = LETTER;
for (let unit = 48; unit <= 57; unit++) KIND[unit] = DIGIT;
for (const symbol of '@$!|+') KIND[symbol.charCodeAt(0)] = SYMBOL;
for (const symbol of '*#') KIND[symbol.charCodeAt(0)] = MASK;
KIND[39] = APOSTROPHE;

const kindOf = (unit: number): number => {
  if (unit < 128) return KIND[unit] ?? 0;
  if (unit === 0x20ac) return SYMBOL;
  return unit >= 0xc0 && unit < 0x2000 ? LETTER : 0;
};

const LEET: Record<string, string> = {
  '0': 'o',
  '1': 'i',
  '2': 'z',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '6': 'g',
  '7': 't',
  '8': 'b',
  '9': 'g',
  '@': 'a',
  $: 's',
  '!': 'i',
  '|': 'i',
  '+': 't',
  '€': 'e',
};
const readLeet = (word: string, one: 'i' | 'l') => {
  let out = '';
  for (const character of word) out += character === '1' || character === '|' ? one : (LEET[character] ?? character);
  return out;
};

/** Runs of `least` or more equal letters cut to `kept`. */
const shortenRuns = (word: string, least: number, kept: number): string => {
  let out = '';
  for (let i = 0; i < word.length; ) {
    let j = i;
    while (j < word.length && word.charCodeAt(j) === word.charCodeAt(i)) j++;
    out += word.slice(i, j - i >= least ? i + kept : j);
    i = j;
  }
  return out;
};

const longestRun = (word: string): number => {
  let longest = 0;
  let run = 0;
  for (let i = 0; i < word.length; i++) {
    run = i > 0 && word.charCodeAt(i) === word.charCodeAt(i - 1) ? run + 1 : 1;
    if (run > longest) longest = run;
  }
  return longest;
};

const MAX_DISGUISED = 64;
const SYMBOLS = /[@$!|+€*#]+/;

const variantsOf = (word: string, mixed: boolean): string[] => {
  const readings = mixed ? [readLeet(word, 'i'), readLeet(word, 'l')] : [];
  const all = [...readings];
  for (const reading of mixed ? readings : [word]) {
    const run = longestRun(reading);
    if (run >= 3) all.push(shortenRuns(reading, 3, 1), shortenRuns(reading, 3, 2), shortenRuns(reading, 2, 1));
    else if (run === 2 && reading.length >= 5) all.push(shortenRuns(reading, 2, 1));
  }
  if (mixed && SYMBOLS.test(word)) all.push(...word.split(SYMBOLS).filter((part) => part.length > 1));
  return all;
};

const plain = (word: string, from: number, to: number): Token => ({
  word,
  variants: [],
  from,
  to,
  spaced: false,
  masked: false,
});

/** The tokens of one run of letters, figures and symbols at [from, to). */
function* readRun(text: string, from: number, to: number, kinds: number): Pausable<Token[]> {
  const hasSymbols = (kinds & ((1 << SYMBOL) | (1 << MASK))) !== 0;
  if (to - from > MAX_DISGUISED) {
    const tokens: Token[] = [];
    let start = from;
    for (let i = from; i <= to; i++) {
      if (i % CHUNK === 0) yield;
      const kind = i < to ? kindOf(text.charCodeAt(i)) : 0;
      if (kind === LETTER || kind === DIGIT) continue;
      if (i > start) tokens.push(plain(text.slice(start, i), start, i));
      start = i + 1;
    }
    return tokens;
  }
  const raw = text.slice(from, to);
  const word = raw.includes("'") ? raw.replaceAll("'", '') : raw;
  const mixed = hasSymbols || ((kinds & (1 << DIGIT)) !== 0 && (kinds & (1 << LETTER)) !== 0);
  return [
    {
      word,
      variants: mixed || (kinds & (1 << LETTER)) !== 0 ? variantsOf(word, mixed) : [],
      from,
      to,
      spaced: false,
      masked: (kinds & (1 << MASK)) !== 0,
    },
  ];
}

const BETWEEN = new Set(' .-_,/~·•:\n');
const MAX_BETWEEN = 3;
const isSeparated = (text: string, from: number, to: number) => {
  if (to - from > MAX_BETWEEN) return false;
  for (let i = from; i < to; i++) if (!BETWEEN.has(text.charAt(i))) return false;
  return true;
};

const MIN_SPACED = 3;
/** Letters that are looked at together. */
const MAX_SPACED = 256;

/** Joins letters that stand apart into the words that they spell; a wider gap than usual separates two words. */
const joinSpaced = (text: string, run: Token[]): Token[] => {
  const letters = run.filter(({ word }) => kindOf(word.charCodeAt(0)) === LETTER).length;
  if (run.length < MIN_SPACED || letters < 2) return run;
  let narrowest = MAX_BETWEEN;
  for (let i = 1; i < run.length; i++) narrowest = Math.min(narrowest, (run[i]?.from ?? 0) - (run[i - 1]?.to ?? 0));
  const groups: Token[][] = [];
  for (const token of run) {
    const group = groups.at(-1);
    const before = group?.at(-1);
    if (group && before && token.from - before.to === narrowest && group.length < MAX_DISGUISED) group.push(token);
    else groups.push([token]);
  }
  return groups.flatMap((group): Token[] => {
    const [first] = group;
    const last = group.at(-1);
    if (group.length < MIN_SPACED || !first || !last) return group;
    const word = group.map((token) => token.word).join('');
    const mixed = group.some((token) => kindOf(token.word.charCodeAt(0)) !== LETTER);
    return [{ ...plain(word, first.from, last.to), variants: variantsOf(word, mixed), spaced: text !== '' }];
  });
};

/** Splits a folded text into words. Linear; a run of more than 64 characters is taken as it is, without readings. */
export function* tokenize({ text, decodedFrom }: FoldedText): Pausable<Token[]> {
  const tokens: Token[] = [];
  let letters: Token[] = [];
  const endSpaced = () => {
    for (const token of joinSpaced(text, letters)) tokens.push(token);
    letters = [];
  };
  let from = -1;
  let kinds = 0;
  for (let i = 0; i <= text.length; i++) {
    if (i % CHUNK === 0) yield;
    let kind = i < text.length ? kindOf(text.charCodeAt(i)) : 0;
    if (i === decodedFrom) kind = 0;
    if (kind !== 0) {
      if (from < 0) from = i;
      kinds |= 1 << kind;
      continue;
    }
    if (from < 0) continue;
    let end = i;
    let begin = from;
    while (end > begin && isEdge(text.charCodeAt(end - 1), false)) end--;
    while (begin < end && isEdge(text.charCodeAt(begin), true)) begin++;
    const found = end > begin ? yield* readRun(text, begin, end, kindsOf(text, begin, end, kinds)) : [];
    for (const token of found) {
      const before = letters.at(-1);
      const single = token.word.length === 1;
      if (letters.length >= MAX_SPACED) endSpaced();
      if (letters.length > 0 && !(single && before && isSeparated(text, before.to, token.from))) endSpaced();
      if (single) letters.push(token);
      else tokens.push(token);
    }
    from = -1;
    kinds = 0;
  }
  endSpaced();
  return tokens;
}

/** Punctuation at the edge of a word is no part of it; `@` and `$` may begin one. */
const isEdge = (unit: number, leading: boolean): boolean => {
  const kind = kindOf(unit);
  if (kind === APOSTROPHE || kind === MASK) return true;
  return kind === SYMBOL && !(leading ? unit === 64 || unit === 36 : unit === 36);
};

const kindsOf = (text: string, from: number, to: number, before: number): number => {
  const special = before & ((1 << SYMBOL) | (1 << MASK) | (1 << APOSTROPHE));
  if (special === 0 || to - from > MAX_DISGUISED) return before;
  let kinds = 0;
  for (let i = from; i < to; i++) kinds |= 1 << kindOf(text.charCodeAt(i));
  return kinds;
};
