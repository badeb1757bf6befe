import type { Values } from './define-words.ts';
import type { Locale } from './locale.ts';
import type { WordKey, Words } from './words/index.ts';

export type Dictionary = Record<WordKey, string>;

type PluralBase = WordKey extends infer Key ? (Key extends `${infer Base}.one` ? Base : never) : never;

export type Translate = {
  <Key extends WordKey>(key: Key, ...values: Values<Words[Key]['en']>): string;
  /** The form for a count: `key.one` or `key.other`, with the formatted count as `{count}`. */
  plural: (base: PluralBase, count: number) => string;
};

const fill = (text: string, values: Record<string, string | number> = {}) =>
  text.replace(/\{([a-z_]{1,30})\}/g, (whole, name: string) => String(values[name] ?? whole));

/** A translator over one language's dictionary. */
export const createTranslate = (locale: Locale, dictionary: Dictionary): Translate => {
  const rules = new Intl.PluralRules(locale);
  const numbers = new Intl.NumberFormat(locale);
  const translate = (key: WordKey, values?: Record<string, string | number>) => fill(dictionary[key], values);
  const plural = (base: PluralBase, count: number) => {
    const form = rules.select(count) === 'one' ? 'one' : 'other';
    return fill(dictionary[`${base}.${form}`], { count: numbers.format(count) });
  };
  return Object.assign(translate, { plural });
};
