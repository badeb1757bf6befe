const DEPTH = 10;

const gainOf = (grade: number, rank: number) => (2 ** grade - 1) / Math.log2(rank + 2);

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Of one query, each from 0 to 1. Where nothing may be found, finding nothing is 1 and anything else 0. */
export type Measures = { ndcg: number; recall: number; success: number };

/**
 * nDCG@10 with gains 2^grade - 1 (Järvelin and Kekäläinen, 2002), recall@10 over all that was judged relevant, and
 * whether the first is among the best there are.
 */
export const measure = (found: readonly string[], grades: ReadonlyMap<string, number>): Measures => {
  if (grades.size === 0) {
    const right = found.length === 0 ? 1 : 0;
    return { ndcg: right, recall: right, success: right };
  }
  const top = found.slice(0, DEPTH);
  const ideal = [...grades.values()].sort((a, b) => b - a);
  const gained = sum(top.map((key, rank) => gainOf(grades.get(key) ?? 0, rank)));
  const most = sum(ideal.slice(0, DEPTH).map(gainOf));
  const relevant = top.filter((key) => grades.has(key)).length;
  return {
    ndcg: gained / most,
    recall: relevant / Math.min(DEPTH, grades.size),
    success: grades.get(top[0] ?? '') === ideal[0] ? 1 : 0,
  };
};
