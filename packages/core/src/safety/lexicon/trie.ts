const SYMBOLS = 37;
const NONE: readonly number[] = [];

const symbolOf = (unit: number): number => {
  if (unit >= 97 && unit <= 122) return unit - 97;
  if (unit >= 48 && unit <= 57) return unit - 48 + 26;
  return unit === 0xf1 ? 36 : -1;
};

/**
 * Words and beginnings of words, each with the numbers of the classes that it belongs to. A look-up reads each letter
 * once.
 */
export const createTrie = (entries: readonly { text: string; stem: boolean; classId: number }[]) => {
  const next: number[] = new Array(SYMBOLS).fill(0);
  const exact: number[][] = [[]];
  const stems: number[][] = [[]];
  for (const { text, stem, classId } of entries) {
    let node = 0;
    for (let i = 0; i < text.length; i++) {
      const symbol = symbolOf(text.charCodeAt(i));
      if (symbol < 0) throw new Error(`"${text}" holds what no folded word holds`);
      const at = node * SYMBOLS + symbol;
      if (!next[at]) {
        next[at] = exact.length;
        exact.push([]);
        stems.push([]);
        for (let k = 0; k < SYMBOLS; k++) next.push(0);
      }
      node = next[at] ?? 0;
    }
    (stem ? stems : exact)[node]?.push(classId);
  }
  const table = Int32Array.from(next);
  const withStems = exact.map((list, node) => [...list, ...(stems[node] ?? [])]);

  /** The classes of the word that stands at [from, to) of `text`. */
  const lookUp = (text: string, from = 0, to = text.length): readonly number[] => {
    let node = 0;
    let found: number[] | undefined;
    for (let i = from; i < to; i++) {
      const symbol = symbolOf(text.charCodeAt(i));
      node = symbol < 0 ? 0 : (table[node * SYMBOLS + symbol] ?? 0);
      if (node === 0) return found ?? NONE;
      const stem = i + 1 < to ? stems[node] : withStems[node];
      if (stem && stem.length > 0) found = found ? [...found, ...stem] : stem;
    }
    return found ?? NONE;
  };
  return { lookUp };
};
export type Trie = ReturnType<typeof createTrie>;
