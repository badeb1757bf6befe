import { COMMON_WORDS, readWords } from './words.ts';

const MIN_LENGTH = 4;
const MAX_LENGTH = 24;
const AGAIN = 10;
const NAME = 8;

const isName = (word: string, position: number) => position > 0 && word.charAt(0) !== word.charAt(0).toLowerCase();

/**
 * The word of a text that most looks like its subject: said several times, written like a name, or long; as it was
 * written. Null when all are common.
 */
export const pickTopic = (text: string): string | null => {
  const weights = new Map<string, number>();
  let best: string | null = null;
  let bestWeight = 0;
  readWords(text).forEach((word, position) => {
    const plain = word.toLowerCase();
    const fits = word.length >= MIN_LENGTH && word.length <= MAX_LENGTH;
    if (!fits || COMMON_WORDS.en.has(plain) || COMMON_WORDS.es.has(plain)) return;
    const name = isName(word, position);
    const weight = (weights.get(plain) ?? word.length) + AGAIN + (name ? NAME : 0);
    weights.set(plain, weight);
    if (weight <= bestWeight) return;
    best = name ? word : plain;
    bestWeight = weight;
  });
  return best;
};
