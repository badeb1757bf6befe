import { expect, test } from 'vitest';
import { defaultPolicy } from '../policy.ts';
import { evaluateSafety, evaluationSet } from './evaluate.ts';
import { readItems } from './labelled.ts';

test('the set: 400 texts and more, no two alike, half of them harmless, both languages in each half', () => {
  expect(evaluationSet.length).toBeGreaterThanOrEqual(400);
  expect(new Set(evaluationSet.map(({ text }) => text)).size).toBe(evaluationSet.length);
  const harmless = evaluationSet.filter(({ expected }) => expected.length === 0);
  expect(harmless.length / evaluationSet.length).toBeGreaterThan(0.45);
  for (const half of [harmless, evaluationSet.filter(({ expected }) => expected.length > 0)]) {
    const spanish = half.filter(({ language }) => language === 'es').length / half.length;
    expect(spanish).toBeGreaterThan(0.4);
    expect(spanish).toBeLessThan(0.6);
  }
  expect(() => readItems('spam', 'de + nein')).toThrow('not an item');
});

test('no filter finds less, or more than there is, than it did: the floors of precision and recall', () => {
  const { scores, confusions, blocked_harmless } = evaluateSafety(defaultPolicy());
  const report = confusions.map(({ filter, kind, text }) => `${filter} ${kind}: ${text}`).join('\n');
  for (const { filter, precision, recall } of scores) {
    expect(precision, `precision of ${filter}\n${report}`).toBeGreaterThanOrEqual(0.95);
    expect(recall, `recall of ${filter}\n${report}`).toBeGreaterThanOrEqual(0.95);
  }
  expect(scores).toHaveLength(6);
  expect(blocked_harmless).toEqual([]);
});

test('what the newest versions mend: a birthday is not coarse, and more threats are found', () => {
  const older = defaultPolicy();
  older.filters.profanity = { enabled: true, version: 2 };
  older.filters.toxicity = { enabled: true, version: 1 };
  const { confusions } = evaluateSafety(older);
  const of = (filter: string, kind: string) =>
    confusions.filter((one) => one.filter === filter && one.kind === kind).map(({ text }) => text);
  expect(of('profanity', 'false')).toEqual(expect.arrayContaining(['¡Feliz cumpleaños! 🎉🎂']));
  expect(of('toxicity', 'missed')).toEqual(expect.arrayContaining(['te encontraré y te partiré la cara']));
});
