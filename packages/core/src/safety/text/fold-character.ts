/**
 * Letters of other scripts that look like Latin ones, as the confusables of Unicode TR 39 list them, with the small
 * capitals and turned letters that text generators use.
 */
const LOOKALIKES: Record<string, string> = {
  a: 'аαɑᴀ∂',
  b: 'ьвƅʙβ',
  c: 'сϲᴄς',
  d: 'ԁɗᴅ',
  e: 'еєεҽᴇ℮',
  f: 'ғꜰƒ',
  g: 'ɡցɢ',
  h: 'һнհʜ',
  i: 'іιıɪ',
  j: 'јᴊ',
  k: 'кκᴋ',
  l: 'ӏʟ',
  m: 'мᴍ',
  n: 'пոηɴ',
  o: 'оοσօᴏ',
  p: 'рρᴘ',
  q: 'ԛ',
  r: 'гʀ',
  s: 'ѕꜱ',
  t: 'тτᴛ',
  u: 'υսᴜ',
  v: 'ѵνᴠ',
  w: 'ѡωԝᴡ',
  x: 'хχ',
  y: 'уүγʏ',
  z: 'ᴢ',
};
const LATIN_OF = new Map(
  Object.entries(LOOKALIKES).flatMap(([latin, others]) => [...others].map((other) => [other, latin] as const)),
);
const SPELLED: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ł: 'l', '’': "'", '‘': "'" };

const MARK = /\p{M}/u;
const INVISIBLE = /[\p{Cf}\p{Co}\p{Cn}\u115f\u1160\u3164\uffa0]/u;
const SPACE = /\s/u;
const MAX_EXPANSION = 4;
const REGIONAL_A = 0x1f1e6;
const SQUARED = [0x1f130, 0x1f150, 0x1f170];

/** Enclosed capitals, which have no decomposition. */
const enclosed = (point: number): string | undefined => {
  const base = [REGIONAL_A, ...SQUARED].find((first) => point >= first && point < first + 26);
  return base === undefined ? undefined : String.fromCharCode(97 + point - base);
};

/** Ideographs, kana and Hangul: plain already, and by far the most of the characters there are. */
const isPlain = (point: number) => point >= 0x3041 && point <= 0xd7ff && point !== 0x3164;

const fold = (point: number): string => {
  const character = String.fromCodePoint(point);
  if (character === '\n' || character === '\r') return '\n';
  if (SPACE.test(character)) return ' ';
  if (character === 'ñ' || character === 'Ñ') return 'ñ';
  if (MARK.test(character) || INVISIBLE.test(character)) return '';
  const letter = enclosed(point);
  if (letter !== undefined) return letter;
  let out = '';
  for (const part of character.normalize('NFKD').toLowerCase()) {
    if (out.length >= MAX_EXPANSION) break;
    if (!MARK.test(part)) out += SPELLED[part] ?? LATIN_OF.get(part) ?? part;
  }
  return out;
};

const MAX_REMEMBERED = 20_000;
const remembered = new Map<number, string>();

/**
 * A character in its plainest form: lower case, no accent (but ñ, which is a letter of its own), Latin for what looks
 * Latin, nothing for what is not seen, at most 4 characters. Knows each it has met; the memory is bounded.
 */
export const foldCharacter = (point: number): string => {
  if (isPlain(point)) return String.fromCharCode(point);
  const known = remembered.get(point);
  if (known !== undefined) return known;
  const folded = point >= 0xd800 && point < 0xe000 ? '' : fold(point);
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  remembered.set(point, folded);
  return folded;
};

/** Whether a character belongs to a script whose letters pass for Latin ones. */
export const isLookalike = (character: string): boolean => LATIN_OF.has(character.toLowerCase());
