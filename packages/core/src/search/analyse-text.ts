import { stemmer as english } from '@orama/stemmers/english';
import { stemmer as spanish } from '@orama/stemmers/spanish';

/** A word of a text: its folded form, and where it stands, in UTF-16 units. */
export type Word = { text: string; start: number; end: number };

const LONGEST = 40;
const WORD = /[\p{L}\p{N}\p{M}]+(?:['’][\p{L}]+)*/gu;
/** Scripts that put no space between words: there every two neighbouring signs are a word. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}]/u;

/** Letters that Unicode does not take apart. */
const SPELT: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' };

/** Without case, accents and compatibility forms: `Café`, `Straße` and `ﬁn` become `cafe`, `strasse` and `fin`. */
export const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[ßæœøłđðþı]/g, (letter) => SPELT[letter] ?? letter)
    .replace(/['’]/g, '')
    .normalize('NFKC');

/** Articles and the like that are written together with the word behind them, as in `l'été`. */
const ELIDED = /^(?:[cdjlmnst]|qu)['’](?=\p{L}{2})/iu;

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
      const article = ELIDED.exec(found)?.[0].length ?? 0;
      const folded = fold(found.slice(article)).slice(0, LONGEST);
      if (folded !== '') yield { text: folded, start: index + article, end: index + found.length };
    }
  }
}

const STEMMERS: Record<string, (word: string) => string> = { en: english, es: spanish };
const SHORTEST_STEMMED = 3;
const ARABIC_ARTICLE = /^[\u0648\u0628\u0641\u0643]?\u0627\u0644(?=\p{L}{2})/u;
const PLURAL = /[aeiou]s$/;

const stem = (word: string, language: string): string | undefined => {
  if (word.length < SHORTEST_STEMMED) return undefined;
  if (ARABIC_ARTICLE.test(word)) return word.replace(ARABIC_ARTICLE, '');
  const found = STEMMERS[language]?.(word);
  // Snowball leaves short plurals as they are: `años`, `días`
  return found === word && word.length > SHORTEST_STEMMED && PLURAL.test(word) ? word.slice(0, -1) : found;
};

/** The stems that a word may have been noted under, whatever the language of the text. */
export const stemsOf = (word: string, languages: readonly string[] = Object.keys(STEMMERS)): string[] => [
  ...new Set(languages.flatMap((language) => stem(word, language) ?? []).map((found) => `~${found}`)),
];

const MOST_TOKENS = 4_000;

/** A sign of a script without spaces: found by the pairs that begin with it, and by itself, where its text ends. */
export const isSign = (word: string): boolean => UNSPACED.test(word) && [...word].length === 1;

const lastSign = (pair: string): string | undefined => (UNSPACED.test(pair) ? [...pair].at(-1) : undefined);

/** What a text is noted under: its distinct words and, in a language whose forms are known, their stems. */
export const tokensOf = (text: string, language: string | undefined): { tokens: string[]; words: number } => {
  const tokens = new Set<string>();
  const languages = language !== undefined && language in STEMMERS ? [language] : Object.keys(STEMMERS);
  let words = 0;
  for (const { text: word } of wordsOf(text)) {
    words++;
    if (tokens.size >= MOST_TOKENS) continue;
    tokens.add(word);
    const last = lastSign(word);
    if (last !== undefined) tokens.add(last);
    for (const found of stemsOf(word, languages)) tokens.add(found);
  }
  return { tokens: [...tokens], words };
};
