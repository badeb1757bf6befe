import { COMMON_WORDS, type Language, listWords } from './words.ts';

const SPANISH_SIGN = /[ñ¿¡áéíóú]/iu;

const evidence = (text: string): number => {
  const words = listWords(text);
  const spanish = words.filter((word) => COMMON_WORDS.es.has(word)).length;
  const english = words.filter((word) => COMMON_WORDS.en.has(word)).length;
  return spanish - english + (SPANISH_SIGN.test(text.slice(0, 4_000)) ? 2 : 0);
};

/** Spanish or English, by common words and signs; the newest text that leans one way decides. English when none does. */
export const detectLanguage = (newestFirst: string[]): Language => {
  for (const text of newestFirst) {
    const lean = evidence(text);
    if (lean !== 0) return lean > 0 ? 'es' : 'en';
  }
  return 'en';
};
