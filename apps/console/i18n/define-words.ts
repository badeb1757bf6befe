type Placeholder<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholder<Rest>
  : never;

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

type Entry = { en: string; es: string };

type Checked<Words extends Record<string, Entry>> = {
  [Key in keyof Words]: Same<Placeholder<Words[Key]['en']>, Placeholder<Words[Key]['es']>> extends true
    ? Words[Key]
    : { en: string; es: 'has other {placeholders} than the English text' };
};

/**
 * Declares texts in every language at once. A text without a translation, or whose translation names other
 * `{placeholders}`, does not compile.
 */
export const defineWords = <const Words extends Record<string, Entry>>(words: Words & Checked<Words>): Words => words;

/** The values a text needs: nothing when it has no placeholder. */
export type Values<Text extends string> = [Placeholder<Text>] extends [never]
  ? []
  : [Record<Placeholder<Text>, string | number>];
