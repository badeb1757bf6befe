import { stemmer as english } from '@orama/stemmers/english';
import { stemmer as spanish } from '@orama/stemmers/spanish';

/** A word of a text: its folded form, and where it stands, in UTF-16 units. */
export type Word = { text: string; start: number; end: number };

const LONGEST = 40;
const WORD = /[\p{L}\p{N}\p{M}]+(?:['’][\p{L}]+)*/gu;
/** Scripts that put no space between words: there every two neighbouring signs are a word. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}]/u;

/** Without case, accents and compatibility forms: `Café` and `ﬁn` become `cafe` and `fin`. */
export const fold = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/['’]/g, '').normalize('NFKC');

function* splitUnspaced(run: string, at: number): Generator<Word> {
  const signs = [...run];
  let start = at;
  for (const [index, sign] of signs.entries()) {
    const next = signs[index + 1];
    const pair = next === undefined ? (index === 0 ? sign : undefined) : sign + next;
    if (pair !== undefined) yield { text: fold(pair), start, end: start + pair.length };
    start += sign.length;
  }
}

/** The words of a text in their order. */
export function* wordsOf(text: string): Generator<Word> {
  for (const { 0: found, index } of text.matchAll(WORD)) {
    if (UNSPACED.test(found)) yield* splitUnspaced(found, index);
    else {
      const folded = fold(found).slice(0, LONGEST);
      if (folded !== '') yield { text: folded, start: index, end: index + found.length };
    }
  }
}

const STEMMERS: Record<string, (word: string) => string> = { en: english, es: spanish };
const SHORTEST_STEMMED = 4;

const stem = (word: string, language: string): string | undefined =>
  word.length < SHORTEST_STEMMED ? undefined : STEMMERS[language]?.(word);

/** The stems that a word may have been noted under, whatever the language of the text. */
export const stemsOf = (word: string, languages: readonly string[] = Object.keys(STEMMERS)): string[] => [
  ...new Set(languages.flatMap((language) => stem(word, language) ?? []).map((found) => `~${found}`)),
];

const MOST_TOKENS = 4_000;

/** What a text is noted under: its distinct words and, in a language whose forms are known, their stems. */
export const tokensOf = (text: string, language: string | undefined): { tokens: string[]; words: number } => {
  const tokens = new Set<string>();
  const languages = language !== undefined && language in STEMMERS ? [language] : Object.keys(STEMMERS);
  let words = 0;
  for (const { text: word } of wordsOf(text)) {
    words++;
    if (tokens.size >= MOST_TOKENS) continue;
    tokens.add(word);
    for (const found of stemsOf(word, languages)) tokens.add(found);
  }
  return { tokens: [...tokens], words };
};
