import { createTestContext } from '@message-service/testing/context';
import { expect, test } from 'vitest';
import { evaluateSearch, judgedQueries, relevanceTexts } from './evaluate.ts';
import { measure } from './measures.ts';
import { readQueries, readTexts } from './read-set.ts';

test('the set: 240 messages, 120 queries, Spanish and English, every grade of a message that there is', () => {
  expect(relevanceTexts.length).toBeGreaterThanOrEqual(240);
  expect(judgedQueries.length).toBeGreaterThanOrEqual(120);
  const keys = relevanceTexts.map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
  for (const { q, grades } of judgedQueries) for (const key of grades.keys()) expect(keys, q).toContain(key);
  for (const language of ['es', 'en'])
    expect(judgedQueries.filter((query) => query.language === language).length).toBeGreaterThan(40);
  expect(() => readTexts('en', 'no age')).toThrow('not a text');
  expect(() => readQueries('word en sea => a=4')).toThrow('not a grade');
});

test('the measures, by hand', () => {
  const grades = new Map([
    ['a', 3],
    ['b', 1],
  ]);
  expect(measure(['a', 'b'], grades)).toEqual({ ndcg: 1, recall: 1, success: 1 });
  expect(measure(['b', 'a'], grades).ndcg).toBeCloseTo((1 + 7 / Math.log2(3)) / (7 + 1 / Math.log2(3)));
  expect(measure(['x', 'b'], grades)).toMatchObject({ recall: 0.5, success: 0 });
  expect(measure(['x'], new Map())).toEqual({ ndcg: 0, recall: 0, success: 0 });
});

test('search finds no less than it did: the floors of nDCG, recall and the first result', async () => {
  const t = await createTestContext();
  try {
    const { overall, kinds, results } = await evaluateSearch(t.ctx);
    const { ndcg, recall, success } = overall;
    process.stdout.write(
      `search relevance: nDCG@10 ${ndcg.toFixed(3)}, recall@10 ${recall.toFixed(3)}, success@1 ${success.toFixed(3)}\n`,
    );
    const worst = results
      .filter(({ ndcg }) => ndcg < 0.9)
      .map(({ q, found, ndcg }) => `${ndcg.toFixed(2)} ${q}: ${found.join(' ')}`)
      .join('\n');
    expect(overall.ndcg, worst).toBeGreaterThanOrEqual(0.965);
    expect(overall.recall, worst).toBeGreaterThanOrEqual(0.97);
    expect(overall.success, worst).toBeGreaterThanOrEqual(0.95);
    for (const { kind, ndcg } of kinds) expect(ndcg, `${kind}\n${worst}`).toBeGreaterThanOrEqual(0.85);
  } finally {
    await t.close();
  }
});
