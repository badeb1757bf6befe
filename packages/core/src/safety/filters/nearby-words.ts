const CONTEXT = 40;

/** Whether one of some words stands within 40 characters before a place. */
export const hasWord = (text: string, from: number, words: readonly string[]): boolean => {
  const before = text.slice(Math.max(0, from - CONTEXT), from);
  return words.some((word) => before.includes(word));
};
