const HASHES = 16;
const ROWS = 2;
const MOST_CHARACTERS = 20_000;
const FEWEST_WORDS = 4;

/** Words without case, accents and punctuation; any number is the same number, any link the same link. */
const wordsOf = (text: string): string[] =>
  text
    .slice(0, MOST_CHARACTERS)
    .normalize('NFKD')
    .toLowerCase()
    .split(/\s+/)
    .map((word) => (word.startsWith('http') ? 'http' : word.replaceAll(/[^\p{L}\p{N}]/gu, '')))
    .map((word) => (/^\p{N}+$/u.test(word) ? '0' : word))
    .filter((word) => word !== '');

/** The words of a text, and its pairs of neighbours; null when there are too few to compare. */
const shinglesOf = (text: string): ReadonlySet<string> | null => {
  const words = wordsOf(text);
  if (words.length < FEWEST_WORDS) return null;
  return new Set([...words, ...words.slice(1).map((word, at) => `${words[at]} ${word}`)]);
};

/** FNV-1a of 32 bits. */
const hash = (text: string): number => {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
};

/** Mixes a hash with a seed (the finaliser of MurmurHash3), as good as another hash function. */
const mix = (value: number, seed: number): number => {
  let mixed = value ^ Math.imul(seed + 1, 0x9e3779b1);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
};

/**
 * Eight marks of a text (MinHash with banding): two texts that share s of their words and pairs of words have one in
 * common with probability 1 − (1 − s²)⁸, which is 0.99 for 0.67. None for texts of fewer than four words.
 */
export const bandsOf = (text: string): string[] => {
  const shingles = shinglesOf(text);
  if (!shingles) return [];
  const least = new Array<number>(HASHES).fill(0xffffffff);
  for (const shingle of shingles) {
    const value = hash(shingle);
    for (let n = 0; n < HASHES; n++) least[n] = Math.min(least[n] ?? 0, mix(value, n));
  }
  return Array.from({ length: HASHES / ROWS }, (_, band) =>
    [band, ...least.slice(band * ROWS, (band + 1) * ROWS)].map((value) => value.toString(36)).join('.'),
  );
};

/** How much of their words and pairs of words two texts share, from 0 to 1 (Jaccard). */
export const similarityOf = (a: string, b: string): number => {
  const [one, other] = [shinglesOf(a), shinglesOf(b)];
  if (!one || !other) return 0;
  const shared = [...one].filter((shingle) => other.has(shingle)).length;
  return shared / (one.size + other.size - shared);
};
