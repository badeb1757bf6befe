import { decodeRuns } from './decode-runs.ts';
import { foldCharacter } from './fold-character.ts';
import { CHUNK, type Pausable } from './pausable.ts';

/** A text in its plainest form, each character of which knows where in the original it comes from. */
export type FoldedText = {
  original: string;
  text: string;
  /** Characters of the original, in UTF-16 units, from which character i of `text` comes: [starts[i], ends[i]). */
  starts: Int32Array;
  ends: Int32Array;
  /** From here on `text` holds what was found encoded in the original. */
  decodedFrom: number;
  /** Characters that are not seen and were left out, such as zero-width spaces. */
  invisible: number;
};

const TILDE = 0x303;
const UPPER_A = 65;
const UPPER_Z = 90;

/** Characters that text in good faith holds: joiners between emoji and the marks that choose their look. */
const isUsualInvisible = (unit: number) => unit === 0x200d || (unit >= 0xfe00 && unit <= 0xfe0f) || unit === 0x0d;

type Builder = { pieces: string[]; starts: Int32Array; ends: Int32Array; length: number; invisible: number };

const put = (builder: Builder, folded: string, start: number, end: number) => {
  for (let i = 0; i < folded.length && builder.length < builder.starts.length; i++) {
    builder.starts[builder.length] = start;
    builder.ends[builder.length] = end;
    builder.length++;
  }
};

/** Folds `source`; `place` says where in the original a range of it stands. */
function* foldInto(builder: Builder, source: string, place?: { start: number; end: number }): Pausable<void> {
  let piece = '';
  let last = '';
  for (let i = 0; i < source.length; ) {
    if (i % CHUNK === 0 || piece.length > CHUNK) {
      builder.pieces.push(piece);
      piece = '';
      yield;
    }
    const unit = source.charCodeAt(i);
    const point = unit < 0xd800 || unit > 0xdfff ? unit : (source.codePointAt(i) ?? unit);
    const size = point > 0xffff ? 2 : 1;
    const start = place?.start ?? i;
    const end = place?.end ?? i + size;
    if (point === TILDE && last === 'n') {
      piece = piece === '' ? piece : `${piece.slice(0, -1)}ñ`;
      builder.ends[builder.length - 1] = end;
    } else {
      let folded: string;
      if (unit < 128) {
        folded = unit >= UPPER_A && unit <= UPPER_Z ? String.fromCharCode(unit + 32) : (ASCII[unit] ?? '');
      } else folded = foldCharacter(point);
      if (folded === '' && !isUsualInvisible(unit) && (point < 0x300 || point > 0x36f)) builder.invisible++;
      const room = builder.starts.length - builder.length;
      const fitting = folded.length > room ? folded.slice(0, room) : folded;
      put(builder, fitting, start, end);
      piece += fitting;
      if (folded !== '') last = folded;
    }
    i += size;
  }
  builder.pieces.push(piece);
}

/** ASCII as it folds: control characters become spaces or vanish. */
const ASCII = Array.from({ length: 128 }, (_, unit) => {
  if (unit === 10 || unit === 13) return '\n';
  if (unit === 9 || unit === 11 || unit === 12) return ' ';
  return unit < 32 || unit === 127 ? '' : String.fromCharCode(unit);
});

const MAX_DECODED = 16_384;

/**
 * Folds a text: case, accents, width, look-alike letters and invisible characters are gone, and what is encoded in
 * Base64 stands decoded at the end (once, at most 16,384 characters in 8 runs), placed where the run stands.
 * Linear in the length of the text.
 */
export function* foldText(original: string): Pausable<FoldedText> {
  const decoded = yield* decodeRuns(original);
  const extra = decoded.reduce((sum, { text }) => sum + text.length + 1, 0);
  const capacity = original.length * 2 + Math.min(extra, MAX_DECODED) * 2 + 8;
  const builder: Builder = {
    pieces: [],
    starts: new Int32Array(capacity),
    ends: new Int32Array(capacity),
    length: 0,
    invisible: 0,
  };
  yield* foldInto(builder, original);
  const decodedFrom = builder.length;
  const { invisible } = builder;
  for (const { start, end, text } of decoded) yield* foldInto(builder, `\n${text}`, { start, end });
  return {
    original,
    text: builder.pieces.join(''),
    starts: builder.starts.subarray(0, builder.length),
    ends: builder.ends.subarray(0, builder.length),
    decodedFrom,
    invisible,
  };
}

/** The range of the original from which the range [from, to) of the folded text comes. */
export const toOriginal = (folded: FoldedText, from: number, to: number): { start: number; end: number } => {
  const start = folded.starts[from] ?? folded.original.length;
  const end = folded.ends[Math.max(from, to - 1)] ?? start;
  return { start, end: Math.max(start, end) };
};
