import { createTrie, type Trie } from './trie.ts';

/** Alternatives by name, each a list of words separated by space or `|`; `word*` is a beginning. */
export type Groups = Record<string, string>;
export type PatternSource = { category: string; risk: number; patterns: string };

/** One element of a pattern: a class of words, or a gap of at most `gap` words. */
export type Element = { classId: number; optional: boolean } | { gap: number };
export type Pattern = {
  category: string;
  risk: number;
  elements: readonly Element[];
  /** Classes of which the text has to hold a word, each. */
  needs: readonly number[];
};
export type Patterns = {
  list: readonly Pattern[];
  /** By the class of the first element. */
  byFirst: ReadonlyMap<number, readonly Pattern[]>;
  lookUp: Trie['lookUp'];
  /** Words that are found behind `*`, by length and first letter. */
  strong: ReadonlyMap<string, readonly { text: string; classIds: readonly number[] }[]>;
  /** Of what is spelled letter by letter, and inside other words. */
  lookUpSpaced: Trie['lookUp'];
  lookUpInside: Trie['lookUp'];
  classes: number;
};

const wordsOf = (list: string) => list.split(/[\s|]+/).filter((word) => word !== '');

/**
 * Compiles patterns, one a line. A line is elements separated by spaces: `word`, `stem*`, `a|b`, `@group`, each with `?`
 * when it may be missing, and `~n` for up to n words in between. Words are written folded: lower case, without accents.
 * A word with `+` before it is also found when it is spelled letter by letter or partly behind `*`, one with `++` inside
 * other words as well.
 */
export const compilePatterns = (sources: readonly PatternSource[], groups: Groups = {}): Patterns => {
  const classIds = new Map<string, number>();
  const entries: { text: string; stem: boolean; classId: number }[] = [];
  const strong = new Map<string, { text: string; classIds: number[] }[]>();
  const spacedEntries: typeof entries = [];
  const insideEntries: typeof entries = [];

  const classOf = (alternatives: string): number => {
    const known = classIds.get(alternatives);
    if (known !== undefined) return known;
    const classId = classIds.size;
    classIds.set(alternatives, classId);
    const words = alternatives.split('|').flatMap((part) => {
      if (!part.startsWith('@')) return [part];
      const group = groups[part.slice(1)];
      if (group === undefined) throw new Error(`there is no group ${part}`);
      return wordsOf(group);
    });
    for (const word of words) {
      const marks = word.startsWith('++') ? 2 : word.startsWith('+') ? 1 : 0;
      const stem = word.endsWith('*');
      const text = word.slice(marks, stem ? -1 : undefined);
      entries.push({ text, stem, classId });
      if (marks === 0) continue;
      spacedEntries.push({ text, stem: true, classId });
      if (marks === 2) insideEntries.push({ text, stem: true, classId });
      const key = `${text.length}${text.charAt(0)}`;
      const sameKey = strong.get(key) ?? [];
      const same = sameKey.find((other) => other.text === text);
      if (same) same.classIds.push(classId);
      else sameKey.push({ text, classIds: [classId] });
      strong.set(key, sameKey);
    }
    return classId;
  };

  const toElement = (source: string): Element => {
    if (source.startsWith('~')) return { gap: Number(source.slice(1)) };
    const optional = source.endsWith('?');
    return { classId: classOf(optional ? source.slice(0, -1) : source), optional };
  };

  const list = sources.flatMap(({ category, risk, patterns }) =>
    patterns
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .map((line): Pattern => {
        const elements = line.split(/\s+/).map(toElement);
        const [first] = elements;
        if (!first || 'gap' in first || first.optional) throw new Error(`"${line}" has to begin with a word`);
        const needs = elements.flatMap((one) => ('gap' in one || one.optional ? [] : [one.classId]));
        return { category, risk, elements, needs };
      }),
  );
  const byFirst = new Map<number, Pattern[]>();
  for (const pattern of list) {
    const first = pattern.needs[0] ?? -1;
    byFirst.set(first, [...(byFirst.get(first) ?? []), pattern]);
  }
  return {
    list,
    byFirst,
    lookUp: createTrie(entries).lookUp,
    strong,
    lookUpSpaced: createTrie(spacedEntries).lookUp,
    lookUpInside: createTrie(insideEntries).lookUp,
    classes: classIds.size,
  };
};
