const BITS = 64;
const BAND_BITS = 16;
const SHINGLE = 3;
const MOST_CHARACTERS = 20_000;
const FEWEST_WORDS = 4;

const PRIME = 0x100000001b3n;
const OFFSET = 0xcbf29ce484222325n;
const MASK = (1n << 64n) - 1n;

/** FNV-1a of 64 bits. */
const hash = (text: string): bigint => {
  let value = OFFSET;
  for (let at = 0; at < text.length; at++) value = ((value ^ BigInt(text.charCodeAt(at))) * PRIME) & MASK;
  return value;
};

const wordsOf = (text: string): string[] =>
  text
    .slice(0, MOST_CHARACTERS)
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s]/gu, '')
    .split(/\s+/)
    .filter((word) => word !== '');

/**
 * A fingerprint of 64 bits, as 16 hexadecimal digits (Charikar's SimHash over groups of three words): texts that are
 * nearly the same differ in few bits. Case, accents and punctuation do not count. Null for texts of fewer than four words.
 */
export const fingerprintOf = (text: string): string | null => {
  const words = wordsOf(text);
  if (words.length < FEWEST_WORDS) return null;
  const weights = new Int32Array(BITS);
  for (let at = 0; at + SHINGLE <= words.length; at++) {
    const value = hash(words.slice(at, at + SHINGLE).join(' '));
    for (let bit = 0; bit < BITS; bit++) weights[bit] = (weights[bit] ?? 0) + ((value >> BigInt(bit)) & 1n ? 1 : -1);
  }
  let fingerprint = 0n;
  for (let bit = 0; bit < BITS; bit++) if ((weights[bit] ?? 0) > 0) fingerprint |= 1n << BigInt(bit);
  return fingerprint.toString(16).padStart(BITS / 4, '0');
};

/** Four groups of 16 bits: fingerprints that differ in at most three bits have one in common. */
export const bandsOf = (fingerprint: string): string[] => {
  const digits = BAND_BITS / 4;
  return Array.from({ length: BITS / BAND_BITS }, (_, n) => `${n}${fingerprint.slice(n * digits, (n + 1) * digits)}`);
};

/** In how many of 64 bits two fingerprints differ. */
export const distanceOf = (a: string, b: string): number => {
  let different = BigInt(`0x${a}`) ^ BigInt(`0x${b}`);
  let count = 0;
  for (; different > 0n; different &= different - 1n) count++;
  return count;
};
