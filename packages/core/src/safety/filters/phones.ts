import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { DigitRun } from './digit-groups.ts';
import { hasWord } from './nearby-words.ts';

const PHONE_WORDS = [
  'phone',
  'call',
  'tel',
  'movil',
  'whatsapp',
  'numero',
  'number',
  'llam',
  'mobile',
  'cell',
  'text me',
  'celular',
  'contact',
];

/** Spanish numbers as the library knows them, which a test holds it to; asking the library takes a thousand times as long. */
const SPANISH = /^(?:400\d|51\d\d|[6-9]\d{3})\d{5}$/;
export const isSpanishNumber = (digits: string): boolean => SPANISH.test(digits);

const AMERICAN = /^\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}$/;
const OTHERS = ['US', 'MX', 'AR'] as const;

/** The library takes up to 100 µs a call: numbers beyond these are told without it. */
const MAX_CALLS = 60;

/**
 * Tells telephone numbers among the runs of figures of a text: international ones by their plus sign, Spanish ones by
 * their first figure, others only by their usual groups or by words about phones before them.
 */
export const createPhoneTest = (text: string): ((run: DigitRun) => boolean) => {
  let calls = 0;
  const isValid = (number: string, region?: CountryCode) => {
    calls++;
    return parsePhoneNumberFromString(number, region)?.isValid() === true;
  };

  const isInternational = ({ text: number, digits }: DigitRun) => {
    if (digits.startsWith('34') && isSpanishNumber(digits.slice(2))) return true;
    return calls >= MAX_CALLS ? digits.length >= 9 : isValid(number);
  };

  const isForeign = ({ text: number, digits }: DigitRun, announced: boolean) => {
    if (calls >= MAX_CALLS) return false;
    const isAmerican = AMERICAN.test(number) && isValid(number, 'US');
    if (isAmerican || !announced) return isAmerican;
    // with the code of a country in front, but without a plus sign
    if (/^(?:34|00)/.test(digits) && digits.length !== 9 && isValid(number, 'ES')) return false;
    return OTHERS.some((region) => isValid(number, region)) || (digits.startsWith('00') && digits.length >= 11);
  };

  return (run) => {
    const { digits, from } = run;
    if (digits.length < 7 || digits.length > 15) return false;
    if (run.text.startsWith('+')) return isInternational(run);
    const announced = hasWord(text, from, PHONE_WORDS);
    const isAbroad = digits.length === 9 && digits.startsWith('00') && calls < MAX_CALLS && isValid(run.text, 'ES');
    if (isAbroad || isSpanishNumber(digits)) return /^[67]/.test(digits) || announced || /[ .()-]/.test(run.text);
    return isForeign(run, announced);
  };
};
