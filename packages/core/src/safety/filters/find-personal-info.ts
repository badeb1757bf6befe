import { isIP } from 'node:net';
import type { PiiEntity } from '@message-service/shared/safety';
import type { PreparedText } from '../filter.ts';
import { CHUNK, type Pausable } from '../text/pausable.ts';
import {
  type DigitRun,
  findDigitRuns,
  ibanLength,
  isIbanValid,
  isLuhnValid,
  isSpanishIdValid,
  isSsnValid,
} from './digit-groups.ts';
import { hasWord } from './nearby-words.ts';
import { createPhoneTest } from './phones.ts';
import { findSpelledEmails } from './spelled-emails.ts';

/** A range of the folded text. */
export type PiiMatch = { from: number; to: number; entity: PiiEntity };

const isLetter = (unit: number) => unit >= 97 && unit <= 122;
const isFigure = (unit: number) => unit >= 48 && unit <= 57;
const isWordUnit = (unit: number) => isLetter(unit) || isFigure(unit);
/** Also one of `._%+-`. */
const isLocalUnit = (unit: number) =>
  isWordUnit(unit) || unit === 46 || unit === 95 || unit === 37 || unit === 43 || unit === 45;
const isDomainUnit = (unit: number) => isWordUnit(unit) || unit === 46 || unit === 45;
const MAX_LOCAL = 64;
const MAX_DOMAIN = 255;
/** Signs or numbers that are looked at between two pauses. */
const AT_ONCE = 16;
const DOMAIN = /^[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,8}\.[a-z]{2,24}$/;

/** Around each @ what may be an address; the parts of two never overlap, so that the work is linear. */
function* findEmails(text: string): Pausable<PiiMatch[]> {
  const found: PiiMatch[] = [];
  let steps = 0;
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    if (++steps % AT_ONCE === 0) yield;
    let from = at;
    while (from > Math.max(0, at - MAX_LOCAL) && isLocalUnit(text.charCodeAt(from - 1))) from--;
    while (from < at && text.charAt(from) === '.') from++;
    let to = at + 1;
    while (to < Math.min(text.length, at + MAX_DOMAIN) && isDomainUnit(text.charCodeAt(to))) to++;
    while (to > at && '.-'.includes(text.charAt(to - 1))) to--;
    if (from < at && to - at > 3 && DOMAIN.test(text.slice(at + 1, to))) found.push({ from, to, entity: 'email' });
  }
  return found;
}

const MAX_IBAN = 42;

/** Two letters and two figures at the start of a word begin an IBAN when the check fits. */
function* findIbans(text: string): Pausable<PiiMatch[]> {
  const found: PiiMatch[] = [];
  const iban = new Uint16Array(MAX_IBAN);
  for (let i = 0; i + 14 < text.length; i++) {
    if (i % CHUNK === 0) yield;
    if (!isLetter(text.charCodeAt(i)) || !isFigure(text.charCodeAt(i + 2))) continue;
    if (i > 0 && isWordUnit(text.charCodeAt(i - 1))) continue;
    const wanted = ibanLength(text.slice(i, i + 2));
    if (wanted === 0) continue;
    let size = 0;
    let to = i;
    for (; to < text.length && to - i < MAX_IBAN && size < wanted; to++) {
      const unit = text.charCodeAt(to);
      if (isWordUnit(unit)) iban[size++] = unit;
      else if (unit !== 32 && unit !== 45 && unit !== 46) break;
    }
    if (size === wanted && !isWordUnit(text.charCodeAt(to)) && isIbanValid(iban, size))
      found.push({ from: i, to, entity: 'iban' });
  }
  return found;
}

/** DNI and NIE: the figures, at most one separator, and the letter that fits. */
const findSpanishId = (text: string, run: DigitRun): PiiMatch | null => {
  const { from, digits } = run;
  const before = text.charAt(from - 1);
  const prefix =
    digits.length === 7
      ? /[xyz]/.test(before)
        ? before
        : /[xyz]/.test(text.charAt(from - 2)) && before === '-'
          ? text.charAt(from - 2)
          : ''
      : '';
  if (digits.length !== 8 && prefix === '') return null;
  let to = run.to;
  if (' -.'.includes(text.charAt(to)) && text.charAt(to) !== '') to++;
  const letter = text.charAt(to);
  if (letter === '' || isWordUnit(text.charCodeAt(to + 1)) || !isSpanishIdValid(`${prefix}${digits}${letter}`))
    return null;
  return { from: prefix === '' ? from : text.lastIndexOf(prefix, from), to: to + 1, entity: 'national_id' };
};

const SSN_WORDS = ['ssn', 'social security', 'social sec', 'seguro social', 'seguridad social'];
const isSsn = (text: string, run: DigitRun): boolean =>
  isSsnValid(run.digits) &&
  (/^\d{3}[- ]\d{2}[- ]\d{4}$/.test(run.text)
    ? run.text.includes('-') || hasWord(text, run.from, SSN_WORDS)
    : hasWord(text, run.from, SSN_WORDS));

const isCard = ({ digits, text }: DigitRun): boolean =>
  digits.length >= 13 &&
  digits.length <= 19 &&
  /^[3-6]/.test(digits) &&
  isLuhnValid(digits) &&
  new Set(digits).size > 1 &&
  !text.includes('(');

const isDateOrAmount = ({ text }: DigitRun) =>
  /^\d{4}[-./]\d{1,2}[-./]\d{1,2}(?:[ -]|$)|^\d{1,2}[-./]\d{1,2}[-./]\d{4}(?:[ -]|$)|^\d{1,3}(?:\.\d{3})+$/.test(text);

/** Numbers in dots are versions rather than addresses where a word says so. */
const VERSION_WORDS = ['version', 'ver.', 'v.', ' v', 'release', 'section', 'seccion', 'capitulo', 'build'];

const MAX_ADDRESS = 45;

/** Without the points and the colon of a sentence; what is far too long for an address is left as it is. */
const withoutEnd = (text: string, from: number, end: number): number => {
  let to = end;
  while (to > from && end - from < 2 * MAX_ADDRESS) {
    const unit = text.charCodeAt(to - 1);
    const isDouble = unit === 58 && text.charCodeAt(to - 2) === 58 && to - from >= 2;
    if ((unit !== 46 && unit !== 58) || isDouble) break;
    to--;
  }
  return to;
};

/** IPv4 and IPv6: what consists of hexadecimal figures, dots and colons, and is one for Node. */
function* findAddresses(text: string): Pausable<PiiMatch[]> {
  const found: PiiMatch[] = [];
  const isPart = (unit: number) => (unit >= 48 && unit <= 58) || (unit >= 97 && unit <= 102) || unit === 46;
  let from = -1;
  for (let i = 0; i <= text.length; i++) {
    if (i % CHUNK === 0) yield;
    if (i < text.length && isPart(text.charCodeAt(i))) {
      if (from < 0) from = i;
      continue;
    }
    if (from < 0) continue;
    const to = withoutEnd(text, from, i);
    const size = to - from;
    const outside = from === 0 || !isWordUnit(text.charCodeAt(from - 1));
    if (size >= 4 && size <= MAX_ADDRESS && outside && !isWordUnit(text.charCodeAt(to))) {
      const candidate = text.slice(from, to);
      const kind = isIP(candidate);
      const harmless = candidate === '127.0.0.1' || candidate === '0.0.0.0' || candidate === '::1' || size < 7;
      if (kind !== 0 && !harmless && !hasWord(text, from, VERSION_WORDS)) found.push({ from, to, entity: 'ip' });
    }
    from = -1;
  }
  return found;
}

/** Personal data in a folded text; no two matches overlap. */
export function* findPersonalInfo({ folded, tokens }: PreparedText): Pausable<PiiMatch[]> {
  const { text } = folded;
  const found: PiiMatch[] = [
    ...(yield* findEmails(text)),
    ...findSpelledEmails(tokens),
    ...(yield* findIbans(text)),
    ...(yield* findAddresses(text)),
  ];
  const taken = found.map(({ from, to }) => [from, to] as const).toSorted((a, b) => a[0] - b[0]);
  const isPhone = createPhoneTest(text);
  let next = 0;
  for (const [index, run] of (yield* findDigitRuns(text)).entries()) {
    if (index % AT_ONCE === 0) yield;
    while (next < taken.length && (taken[next]?.[1] ?? 0) <= run.from) next++;
    const [start = Number.POSITIVE_INFINITY] = taken[next] ?? [];
    if (start < run.to) continue;
    const { from, to } = run;
    const id = findSpanishId(text, run);
    if (id) found.push(id);
    else if (isCard(run)) found.push({ from, to, entity: 'card' });
    else if (isSsn(text, run)) found.push({ from, to, entity: 'ssn' });
    else if (!isDateOrAmount(run) && isPhone(run)) found.push({ from, to, entity: 'phone' });
  }
  return found;
}
