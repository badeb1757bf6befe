import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countCodePoints, countWords, isWellFormed } from './index.ts';

/** Any UTF-16 units, halves of pairs more often than not. */
const units = fc
  .array(
    fc.oneof(
      fc.integer({ min: 0, max: 0xffff }),
      fc.constantFrom(0xd7ff, 0xd800, 0xdbff, 0xdc00, 0xdfff, 0xe000, 0x41, 0x20),
    ),
    { maxLength: 40 },
  )
  .map((codes) => String.fromCharCode(...codes));

test('code points are counted as the language iterates them', () => {
  fc.assert(
    fc.property(units, (text) => countCodePoints(text) === [...text].length),
    { numRuns: 2_000 },
  );
  expect(countCodePoints('👩‍🚀 hola')).toBe(8);
  expect(countCodePoints('')).toBe(0);
});

test('well-formed is what comes back from UTF-8 as it was', () => {
  const survives = (text: string) =>
    new TextDecoder('utf-8', { ignoreBOM: true }).decode(new TextEncoder().encode(text)) === text;
  fc.assert(
    fc.property(units, (text) => isWellFormed(text) === survives(text)),
    { numRuns: 2_000 },
  );
  const known: [string, boolean][] = [
    ['', true],
    ['ab\ud800', false],
    ['\ud800ab', false],
    ['ab\udfffcd', false],
    ['\ud83d\ude04', true],
    ['\ude04\ud83d', false],
  ];
  for (const [text, whole] of known) expect(isWellFormed(text)).toBe(whole);
});

test.each([
  ['', 0],
  [' \n\t ', 0],
  ['one', 1],
  ['  two words  ', 2],
  ['a\u00a0b\u2003c\u3000d', 4],
  ['👩‍🚀 hola', 2],
  ['no-break here', 2],
])('%j has %i words', (text, words) => expect(countWords(text)).toBe(words));
