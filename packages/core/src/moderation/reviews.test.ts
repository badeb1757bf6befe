import { createTestContext, type TestContext } from '@message-service/testing/context';
import { makeCase, makeConversation, makeIdentity, makeMessage } from '@message-service/testing/factories';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { appealDecision } from './appeal-decision.ts';
import { claimCase } from './claim-case.ts';
import { decideCase } from './decide-case.ts';
import { getDeskMetrics, kappaOf } from './desk-metrics.ts';
import { getDeskSettings, saveDeskSettings } from './desk-settings.ts';
import { findSimilarCases } from './find-similar-cases.ts';
import { decideCases } from './many-cases.ts';
import { nextReview } from './next-review.ts';
import { bandsOf, similarityOf } from './similarity.ts';
import { submitReview } from './submit-review.ts';
import { undoDecision } from './undo-decision.ts';

const ana = makeIdentity('moderator');
const ben = makeIdentity('moderator');
const author = makeIdentity();

let t: TestContext;
beforeAll(async () => {
  t = await createTestContext({ MODERATION_SECOND_REVIEW_RATE: '1' });
});
afterAll(() => t.close());

const opened = async (text: string) => {
  const { conversation_id } = await makeConversation(t.ctx, author);
  return makeCase(t.ctx, (await makeMessage(t.ctx, author, conversation_id, text)).message_id);
};
const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'done',
    (error: unknown) => Object(error).code,
  );

test('a second review is blind, by somebody else, given once, and gone when the decision is undone', async () => {
  const { case_id } = await opened('is this one fine for everybody');
  await decideCase(t.ctx, ana, { case_id, version: 1, action: 'redact', reason: 'not fine at all' });
  expect((await nextReview(t.ctx, ana)).task).toBeNull();
  const { task, waiting } = await nextReview(t.ctx, ben);
  expect(waiting).toBe(1);
  expect(task).toMatchObject({ case_id, of_version: 2, message: { status: 'active' } });
  expect(JSON.stringify(task)).not.toMatch(/redact|not fine at all|decided|retirado|removed/);
  const review = { case_id, of_version: 2, action: 'archive' as const };
  expect(await codeOf(submitReview(t.ctx, ana, review))).toBe('FORBIDDEN');
  const outcomes = await Promise.all([1, 2].map(() => codeOf(submitReview(t.ctx, ben, review))));
  expect(outcomes.toSorted()).toEqual(['CONFLICT', 'done']);
  await undoDecision(t.ctx, ana, { case_id, version: 2 });
  await decideCase(t.ctx, ana, { case_id, version: 3, action: 'dismiss' });
  const again = await submitReview(t.ctx, ben, { case_id, of_version: 4, action: 'dismiss' });
  expect(again).toMatchObject({ agrees: true, first: 'dismiss' });
});

test('agreement beyond chance, as Cohen has it', () => {
  const pairs = (list: [string, string, number][]) =>
    list.flatMap(([a, b, count]) => Array.from({ length: count }, () => [a, b] as const));
  // the example of his paper's kind: 20 + 15 of 50 agree, expected by chance 0.5
  expect(
    kappaOf(
      pairs([
        ['y', 'y', 20],
        ['y', 'n', 5],
        ['n', 'y', 10],
        ['n', 'n', 15],
      ]),
    ),
  ).toBeCloseTo(0.4, 5);
  expect(kappaOf([])).toBeNull();
  expect(kappaOf([['y', 'y']])).toBeNull();
});

test('texts that are nearly the same are found together, previewed and decided together; others are not', async () => {
  const text = (n: number) => `Gana ${n} euros desde casa, escríbeme y te cuento cómo empezar hoy mismo`;
  expect(bandsOf('too few words')).toEqual([]);
  expect(similarityOf(text(1), text(2).toUpperCase())).toBe(1);
  const copies = await Promise.all([100, 200, 300].map((n) => opened(text(n))));
  const close = await opened(`${text(5)}, de verdad`);
  const far = await opened('Hoy mismo te cuento cómo empezar a leer en casa con los niños');
  const [first] = copies;
  if (!first) throw new Error('none');
  const { items } = await findSimilarCases(t.ctx, ana, { case_id: first.case_id });
  expect(items.map(({ case_id }) => case_id)).toEqual(
    expect.arrayContaining([...copies.slice(1), close].map(({ case_id }) => case_id)),
  );
  expect(items.map(({ case_id }) => case_id)).not.toContain(far.case_id);
  const cases = [first, ...items].map(({ case_id, version }) => ({ case_id, version }));
  expect((await decideCases(t.ctx, ana, { cases, action: 'dismiss', policy: 'spam' })).done).toBe(4);
  expect((await findSimilarCases(t.ctx, ana, { case_id: first.case_id })).items).toEqual([]);
});

test('the metrics say what waits, how soon it was taken and decided, and what did not hold', async () => {
  const start = Date.now();
  const at = (minutes: number) => ({ ...t.ctx, now: () => new Date(start + minutes * 60_000) });
  const { case_id, message_id } = await opened('one that is appealed in the end');
  await claimCase(at(10), ana, { case_id });
  await decideCase(at(20), ana, { case_id, version: 1, action: 'redact' });
  await appealDecision(at(30), author, { message_id, text: 'no' });
  const before = await getDeskMetrics(at(50), ana, { days: 1 });
  expect(before.backlog).toMatchObject({ open: 2, escalated: 0, overdue: 0 });
  await decideCase(at(60), ben, { case_id, version: 3, action: 'approve' });
  const metrics = await getDeskMetrics(at(61), ana, { days: 1 });
  expect(metrics).toMatchObject({ decided: 6, appeals: 1, overturned: 1, within_sla: 1, cut: false });
  expect(metrics.by_action).toMatchObject({ approve: 1, dismiss: 5 });
  expect(metrics.undone).toBeCloseTo(1 / 7, 5);
  expect(metrics.to_decide.p90).toBeCloseTo(1_800, 0);
  expect(metrics.agreement).toMatchObject({ reviews: 1, agreed: 1 });
  expect(metrics.moderators.map(({ decided }) => decided)).toEqual([5, 1]);
  expect(metrics.days.reduce((sum, { decided }) => sum + decided, 0)).toBe(6);
});

test('each moderator has settings of their own; what is not given stays', async () => {
  expect(await getDeskSettings(t.ctx, ana)).toEqual({ blur_from: 3, break_minutes: 50, saved_filters: [] });
  const saved_filters = [{ name: 'grave', filter: { state: 'waiting', order: 'due', severity_min: 4 } as const }];
  await Promise.all([
    saveDeskSettings(t.ctx, ana, { saved_filters }),
    saveDeskSettings(t.ctx, ana, { blur_from: 6 }),
    saveDeskSettings(t.ctx, ana, {}),
  ]);
  expect(await getDeskSettings(t.ctx, ana)).toEqual({ blur_from: 6, break_minutes: 50, saved_filters });
  expect((await getDeskSettings(t.ctx, ben)).blur_from).toBe(3);
});
