import type { TextRange } from '@message-service/shared/moderation';

const WHOLE = {
  es: 'Un moderador ha retirado este texto.',
  en: 'A moderator has removed this text.',
} as const;
const PART = { es: '[retirado]', en: '[removed]' } as const;

const wordsOf = <T>(words: { es: T; en: T }, language: string | undefined): T =>
  language === 'en' ? words.en : words.es;

/**
 * What users read in place of a text: a note for the whole of it, or the text with these parts taken out. Ranges may
 * overlap and lie outside; half a character is taken out with its other half.
 */
export const redactText = (text: string, ranges: readonly TextRange[] | undefined, language?: string): string => {
  const wanted = (ranges ?? [])
    .map(({ start, end }) => {
      const from = /[\uDC00-\uDFFF]/.test(text.charAt(start)) ? start - 1 : start;
      const to = /[\uDC00-\uDFFF]/.test(text.charAt(end)) ? end + 1 : end;
      return { start: Math.max(0, from), end: Math.min(text.length, to) };
    })
    .filter(({ start, end }) => start < end)
    .toSorted((a, b) => a.start - b.start);
  if (wanted.length === 0) return wordsOf(WHOLE, language);
  const pieces: string[] = [];
  let at = 0;
  for (const { start, end } of wanted) {
    if (end <= at) continue;
    if (start >= at) pieces.push(text.slice(at, start), wordsOf(PART, language));
    at = end;
  }
  pieces.push(text.slice(at));
  return pieces.join('');
};
