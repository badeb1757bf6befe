import { CHUNK, type Pausable } from './pausable.ts';

export type DecodedRun = { start: number; end: number; text: string };

const MIN_RUN = 24;
const MAX_RUNS = 8;
const MAX_RUN_CHARACTERS = 2_732;
const READABLE_SHARE = 0.9;

/** 1 for the characters of Base64 and its URL form. */
const ALPHABET = new Uint8Array(128);
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_') {
  ALPHABET[character.charCodeAt(0)] = 1;
}

/** Letters, digits, space and the punctuation of prose; the rest is data, not text. */
const isReadable = (text: string): boolean => {
  let readable = 0;
  let replaced = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 0xfffd) replaced++;
    else if (unit === 10 || unit === 13 || unit === 9 || (unit >= 32 && unit !== 127)) readable++;
  }
  return replaced === 0 && readable >= text.length * READABLE_SHARE;
};

const decode = (run: string): string | null => {
  const text = Buffer.from(run.slice(0, MAX_RUN_CHARACTERS - (MAX_RUN_CHARACTERS % 4)), 'base64').toString('utf8');
  return text.length >= MIN_RUN / 2 && text.includes(' ') && isReadable(text) ? text : null;
};

/**
 * What is written in Base64 and reads as text: the first 8 such runs of 24 characters or more, 2,048 bytes of each. Of
 * the runs that do not decode, 64 are tried. What is inside is not decoded again.
 */
export function* decodeRuns(text: string): Pausable<DecodedRun[]> {
  const found: DecodedRun[] = [];
  let tries = 0;
  let start = 0;
  for (let i = 0; i <= text.length; i++) {
    if (i % CHUNK === 0) yield;
    if (i < text.length && ALPHABET[text.charCodeAt(i)] === 1) continue;
    if (i - start >= MIN_RUN && tries < 64 && found.length < MAX_RUNS) {
      tries++;
      const decoded = decode(text.slice(start, i));
      if (decoded !== null) found.push({ start, end: i, text: decoded });
    }
    start = i + 1;
  }
  return found;
}
