import { createTestContext, type TestContext } from '@message-service/testing/context';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { holdProjection, keepHold, leaveProjection, ProjectionHeldError } from './run-projection.ts';

let t: TestContext;
beforeAll(async () => {
  t = await createTestContext();
});
afterAll(() => t.close());

const refused = { name: ProjectionHeldError.name };
const later = (ms: number) => ({ ...t.ctx, now: () => new Date(Date.now() + ms) });

test('of several that want to hold a projection one does; who slept too long has lost it and ends nobody else’s hold', async () => {
  const holders = ['a', 'b', 'c'];
  const tries = await Promise.allSettled(holders.map((holder) => holdProjection(t.ctx, 'p', holder, 60_000)));
  const [winner = ''] = holders.filter((_, index) => tries[index]?.status === 'fulfilled');
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  await keepHold(t.ctx, 'p', winner, 60_000);
  await expect(keepHold(t.ctx, 'p', 'nobody', 60_000)).rejects.toMatchObject(refused);
  await holdProjection(later(61_000), 'p', 'next', 60_000);
  await expect(keepHold(t.ctx, 'p', winner, 60_000)).rejects.toMatchObject(refused);
  await leaveProjection(t.ctx, 'p', winner);
  await expect(holdProjection(later(62_000), 'p', 'another', 60_000)).rejects.toMatchObject(refused);
  await leaveProjection(t.ctx, 'p', 'next');
  await holdProjection(t.ctx, 'p', 'another', 60_000);
});
