const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

const scoreOf = (label: string, query: string): number => {
  if (label.startsWith(query)) return 0;
  if (label.includes(` ${query}`)) return 1;
  if (label.includes(query)) return 2;
  let at = 0;
  for (const letter of query) {
    at = label.indexOf(letter, at) + 1;
    if (at === 0) return Number.POSITIVE_INFINITY;
  }
  return 3;
};

/**
 * Items whose label holds the query, best first: at the start, at a word, inside, then its letters in order. Accents
 * and case do not count; equals keep their order.
 */
export const rankMatches = <Item>(items: readonly Item[], query: string, labelOf: (item: Item) => string): Item[] => {
  const wanted = fold(query.trim());
  if (wanted === '') return [...items];
  return items
    .map((item) => ({ item, score: scoreOf(fold(labelOf(item)), wanted) }))
    .filter(({ score }) => score < Number.POSITIVE_INFINITY)
    .sort((a, b) => a.score - b.score)
    .map(({ item }) => item);
};
