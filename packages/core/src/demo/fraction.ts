import { createHash } from 'node:crypto';

/** A number in [0, 1) that always belongs to this key. */
export const fraction = (key: string): number => createHash('sha256').update(key).digest().readUInt32BE(0) / 2 ** 32;

/** A whole number between two bounds that always belongs to this key. */
export const between = (key: string, min: number, max: number): number =>
  Math.floor(min + fraction(key) * (max - min + 1));
