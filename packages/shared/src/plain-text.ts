import { z } from 'zod';
import { isWellFormed } from './text/index.ts';

/** True for text that every store keeps and gives back as it is. */
export const isStorable = (text: string): boolean => isWellFormed(text) && !text.includes('\u0000');

/** Every text that comes from outside: with a UTF-8 form and without the null character. */
export const PlainText = z
  .string()
  .refine(isWellFormed, 'contains half of a surrogate pair')
  .refine((text) => !text.includes('\u0000'), 'must not contain the null character');
