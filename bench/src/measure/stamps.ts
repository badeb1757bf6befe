const SYLLABLES: readonly string[] = ['ba', 'de', 'fi', 'go', 'hu', 'ka', 'le', 'mi', 'no', 'pu'];
const DIGITS = 16;
const STAMP = new RegExp(`(?:${SYLLABLES.join('|')}){${DIGITS}}`, 'g');

/** Microseconds on a clock that all processes of this machine share. */
const micros = (): number => Number(process.hrtime.bigint() / 1_000n);

/** The time now as a word that no filter minds. */
export const stamp = (at = micros()): string =>
  Array.from(String(at).padStart(DIGITS, '0'), (digit) => SYLLABLES[Number(digit)]).join('');

/** How long ago the words in a text were stamped, in milliseconds, in their order. */
export const ages = (text: string, now = micros()): number[] =>
  Array.from(text.matchAll(STAMP), ([word]) => {
    const digits = word.match(/../g)?.map((syllable) => SYLLABLES.indexOf(syllable));
    return (now - Number(digits?.join(''))) / 1_000;
  });
