const LAST_LATIN = 0x24f;
const MARK = /\p{M}/gu;

const bare = (character: string) => character.normalize('NFD').replace(MARK, '').toLowerCase();

/** Latin letters with marks, by the letter without. */
const withMarks = new Map<string, string[]>();
for (let code = 0xc0; code <= LAST_LATIN; code++) {
  const character = String.fromCodePoint(code);
  const base = bare(character);
  if (base !== character.toLowerCase()) withMarks.set(base, [...(withMarks.get(base) ?? []), character]);
}

const literal = (character: string) =>
  /[\p{L}\p{N}]/u.test(character) ? character : `\\x{${character.codePointAt(0)?.toString(16)}}`;

/**
 * A pattern that finds a text anywhere in a title, whatever its case and Latin accents. A row of classes with nothing to
 * repeat: it takes time in proportion to the title's length.
 */
export const titlePattern = (text: string): string =>
  [...text.normalize('NFC')]
    .map((character) => {
      const base = bare(character) || character;
      const variants = new Set([character, character.toLowerCase(), character.toUpperCase(), base, base.toUpperCase()]);
      for (const variant of withMarks.get(base) ?? []) variants.add(variant);
      const single = [...variants].filter((variant) => [...variant].length === 1);
      return `[${single.map(literal).join('')}]`;
    })
    .join('');
