import { COMMON_WORDS, listWords } from './words.ts';

const MIN_LENGTH = 4;
const MAX_LENGTH = 24;

/** The word of a text that most looks like its subject: the most frequent, then the longest; null when all are common. */
export const pickTopic = (text: string): string | null => {
  const counts = new Map<string, number>();
  for (const word of listWords(text)) {
    const fits = word.length >= MIN_LENGTH && word.length <= MAX_LENGTH;
    if (!fits || COMMON_WORDS.en.has(word) || COMMON_WORDS.es.has(word)) continue;
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  let best: string | null = null;
  let score = 0;
  for (const [word, count] of counts) {
    const weight = count * 10 + word.length;
    if (weight > score) {
      best = word;
      score = weight;
    }
  }
  return best;
};
