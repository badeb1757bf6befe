import { CHUNK, type Pausable } from '../text/pausable.ts';

/** Figures with at most two separators between them: "+34 612 34 56 78", "4111-1111-1111-1111". */
export type DigitRun = { from: number; to: number; digits: string; text: string };

const isDigit = (unit: number) => unit >= 48 && unit <= 57;
const SEPARATORS = new Set(' -./()·_');
const MAX_DIGITS = 24;
const MIN_DIGITS = 7;

/** Every run of 7 to 24 figures, each figure in one run; a longer one is cut, and what follows begins a new one. */
export function* findDigitRuns(text: string): Pausable<DigitRun[]> {
  const found: DigitRun[] = [];
  let i = 0;
  let steps = 0;
  while (i < text.length) {
    if (++steps % CHUNK === 0) yield;
    if (!isDigit(text.charCodeAt(i))) {
      i++;
      continue;
    }
    let to = i;
    let digits = '';
    let j = i;
    while (j < text.length && digits.length < MAX_DIGITS) {
      if (isDigit(text.charCodeAt(j))) {
        digits += text.charAt(j);
        j++;
        to = j;
        continue;
      }
      let gap = j;
      while (gap < j + 3 && SEPARATORS.has(text.charAt(gap))) gap++;
      if (gap === j || gap - j > 2 || !isDigit(text.charCodeAt(gap))) break;
      j = gap;
    }
    if (digits.length >= MIN_DIGITS) {
      let from = i;
      if (text.charAt(from - 1) === '(') from--;
      if (text.charAt(from - 1) === '+') from--;
      found.push({ from, to, digits, text: text.slice(from, to) });
    }
    i = Math.max(to, i + 1);
  }
  return found;
}

/** ISO/IEC 7812 check digit. */
export const isLuhnValid = (digits: string): boolean => {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48;
    const doubled = digit * 2;
    sum += i % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
};

const IBAN_LENGTHS: Record<string, number> = Object.fromEntries(
  'AD24 AE23 AT20 BE16 BG22 BR29 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 ES24 FI18 FR27 GB22 GI23 GR27 GT28 HR21 HU28 IE22 IL23 IS26 IT27 LI21 LT20 LU20 LV21 MC27 MT31 NL18 NO15 PL28 PT25 RO24 SA24 SE24 SI19 SK24 SM27 SV28 TR26 UA29'
    .split(' ')
    .map((entry) => [entry.slice(0, 2).toLowerCase(), Number(entry.slice(2))]),
);

/** ISO 7064 mod 97 over the `length` units of an IBAN in lower case without spaces. */
export const isIbanValid = (iban: ArrayLike<number>, length: number): boolean => {
  let rest = 0;
  for (let i = 0; i < length; i++) {
    const unit = iban[i + 4 < length ? i + 4 : i + 4 - length] ?? 0;
    rest = (isDigit(unit) ? rest * 10 + unit - 48 : rest * 100 + unit - 87) % 97;
  }
  return rest === 1;
};
/** How long the IBANs of a country are, given in lower case; 0 where it has none. */
export const ibanLength = (country: string): number => IBAN_LENGTHS[country] ?? 0;

const DNI_LETTERS = 'trwagmyfpdxbnjzsqvhlcke';

/** Spanish DNI (8 figures) or NIE (x, y or z and 7 figures) with its check letter. `id` is lower case. */
export const isSpanishIdValid = (id: string): boolean => {
  const number = id.slice(0, -1).replace(/^[xyz]/, (letter) => String('xyz'.indexOf(letter)));
  return number.length === 8 && DNI_LETTERS.charAt(Number(number) % 23) === id.at(-1);
};

/** A US Social Security number: area not 000, 666 or above 899, group not 00, serial not 0000. */
export const isSsnValid = (digits: string): boolean => {
  const area = Number(digits.slice(0, 3));
  return (
    digits.length === 9 &&
    area > 0 &&
    area !== 666 &&
    area < 900 &&
    digits.slice(3, 5) !== '00' &&
    digits.slice(5) !== '0000'
  );
};
