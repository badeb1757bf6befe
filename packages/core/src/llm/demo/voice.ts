import type { Intent } from './read-intent.ts';

/** What a character has to say. `{topic}` and `{earlier}` stand for words of the user. */
export type Voice = {
  /** Said once, at the start of the first reply. */
  notice: string;
  open: Record<Intent, readonly string[]>;
  about: readonly string[];
  earlier: readonly string[];
  ask: readonly string[];
};
