import { isWellFormed } from '@message-service/shared/text';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTextCleaner } from './clean-text.ts';

const clean = (pieces: string[]) => {
  const cleaner = createTextCleaner();
  return [...pieces.map((piece) => cleaner.push(piece)), cleaner.end()];
};

test('a character split over two pieces comes out whole', () => {
  expect(clean(['hi \ud83d', '\ude00 there'])).toEqual(['hi ', '😀 there', '']);
});

test('a half that never gets its partner is replaced, a null character left out', () => {
  expect(clean(['a\ude00b', 'c\ud83d'])).toEqual(['a\ufffdb', 'c', '\ufffd']);
  expect(clean(['a\u0000b']).join('')).toBe('ab');
});

test('every piece is well formed, and well formed text stays as it was however it is cut', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), fc.array(fc.nat(40)), (text, cuts) => {
      const at = [0, ...cuts.map((cut) => Math.min(cut, text.length)).sort((a, b) => a - b), text.length];
      const out = clean(at.slice(1).map((end, i) => text.slice(at[i], end)));
      expect(out.every(isWellFormed)).toBe(true);
      expect(out.join('')).toBe(text.replaceAll('\u0000', ''));
    }),
    { numRuns: 2_000 },
  );
});
