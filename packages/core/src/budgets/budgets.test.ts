import type { SetBudgetInput } from '@message-service/shared/budgets';
import { createTestContext, type TestContext } from '@message-service/testing/context';
import { makeIdentity } from '@message-service/testing/factories';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  budgetDays,
  budgets,
  listBudgets,
  OverBudgetError,
  releaseBudgets,
  removeBudget,
  reserveBudgets,
  setBudget,
  settleBudgets,
} from './index.ts';

let t: TestContext;
const admin = makeIdentity('admin');
let ahead = 0;

beforeAll(async () => {
  t = await createTestContext();
  t.ctx.now = () => new Date(Date.now() + ahead);
});
beforeEach(async () => {
  for (const { budget_id } of (await listBudgets(t.ctx)).items) await removeBudget(t.ctx, admin, { budget_id });
  await budgetDays(t.ctx).deleteMany({});
});
afterAll(() => t.close());

const set = (input: Partial<SetBudgetInput>) =>
  setBudget(t.ctx, admin, { scope: 'all', key: '*', unit: 'tokens', warn_at: 8, stop_at: 10, ...input });
const call = (n: number, more: object = {}) => ({
  id: `call${n}`,
  user_id: 'user_a',
  provider: 'openai',
  model: 'm',
  ...more,
});
const one = { tokens: 1, nanos: 1 };
const state = async () => (await listBudgets(t.ctx)).items[0]?.states[0];

test('of a hundred at once a budget of ten lets ten through, and what they cost takes the place of what was held', async () => {
  await set({});
  const results = await Promise.allSettled(Array.from({ length: 100 }, (_, n) => reserveBudgets(t.ctx, call(n), one)));
  const held = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  expect(held).toHaveLength(10);
  expect(refused.every((error) => error instanceof OverBudgetError)).toBe(true);
  expect(await state()).toMatchObject({ spent: 0, reserved: 10, refused: 90 });
  await Promise.all(held.slice(0, 4).map((hold) => settleBudgets(t.ctx, hold, one)));
  await Promise.all(held.slice(4).map((hold) => releaseBudgets(t.ctx, hold)));
  expect(await state()).toMatchObject({ spent: 4, reserved: 0 });
  await reserveBudgets(t.ctx, call(200), { tokens: 6, nanos: 0 });
  await expect(reserveBudgets(t.ctx, call(201), one)).rejects.toBeInstanceOf(OverBudgetError);
});

test('what is held by a process that died comes back; what was settled late still counts', async () => {
  await set({});
  const hold = await reserveBudgets(t.ctx, call(1), { tokens: 10, nanos: 0 });
  await expect(reserveBudgets(t.ctx, call(2), one)).rejects.toBeInstanceOf(OverBudgetError);
  await budgetDays(t.ctx).updateMany({}, { $set: { 'holds.$[].until': new Date(0) } });
  await reserveBudgets(t.ctx, call(3), one);
  await settleBudgets(t.ctx, hold, { tokens: 7, nanos: 0 });
  expect(await state()).toMatchObject({ spent: 7, reserved: 1 });
});

test('each user has a budget of its own; one that refuses leaves nothing held in the others', async () => {
  await set({ scope: 'user', stop_at: 10 });
  await set({ scope: 'model', key: 'dear', warn_at: 1, stop_at: 2 });
  await reserveBudgets(t.ctx, call(1), { tokens: 9, nanos: 0 });
  await reserveBudgets(t.ctx, call(2, { user_id: 'user_b' }), { tokens: 9, nanos: 0 });
  await expect(
    reserveBudgets(t.ctx, call(3, { user_id: 'user_c', model: 'dear' }), { tokens: 3, nanos: 0 }),
  ).rejects.toMatchObject({ budget: { scope: 'model' } });
  const states = (await listBudgets(t.ctx)).items.flatMap((budget) => budget.states);
  expect(states.map(({ key, reserved }) => [key, reserved]).sort()).toEqual(
    [
      ['dear', 0],
      ['user_a', 9],
      ['user_b', 9],
    ].concat(states.some(({ key }) => key === 'user_c') ? [['user_c', 0]] : []),
  );
});

test('a new day is a new budget, and dollars are not tokens', async () => {
  await set({ unit: 'usd', warn_at: 0.5, stop_at: 1 });
  await reserveBudgets(t.ctx, call(1), { tokens: 1_000_000, nanos: 1e9 });
  await expect(reserveBudgets(t.ctx, call(2), { tokens: 0, nanos: 1 })).rejects.toBeInstanceOf(OverBudgetError);
  ahead += 86_400_000;
  await reserveBudgets(t.ctx, call(3), { tokens: 0, nanos: 1e9 });
  ahead -= 86_400_000;
});

test('changes of budgets are audited, and only one stands for a scope, key and unit', async () => {
  await set({ stop_at: 10 });
  const changed = await set({ stop_at: 20 });
  expect(await budgets(t.ctx).countDocuments()).toBe(1);
  const entry = await t.ctx.db.collection('audit_log').findOne({ 'target.id': changed.budget_id, 'after.stop_at': 20 });
  expect(entry).toMatchObject({ action: 'budgets.set', before: { warn_at: 8, stop_at: 10 } });
  await expect(removeBudget(t.ctx, admin, { budget_id: `budget_${'0'.repeat(32)}` })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
});
