import { createTestContext, type TestContext } from '@message-service/testing/context';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSafety } from './create-safety.ts';
import { defaultPolicy } from './index.ts';
import { safetyPolicies } from './safety-policies.ts';

let t: TestContext;
beforeAll(async () => {
  t = await createTestContext();
});
afterAll(() => t.close());

test('what was being read when the policies changed is old when it comes', async () => {
  let arrive = () => {};
  const held = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  let reads = 0;
  /** The first two answers, of one reading, come late. */
  const db = new Proxy(t.ctx.db, {
    get(target, key) {
      const value = Reflect.get(target, key, target);
      if (key !== 'collection') return typeof value === 'function' ? value.bind(target) : value;
      return (name: string) => {
        const collection = target.collection(name);
        const findOne = collection.findOne.bind(collection);
        return Object.assign(collection, {
          findOne: async (...args: Parameters<typeof findOne>) => {
            const late = reads++ < 2;
            const found = await findOne(...args);
            if (late) await held;
            return found;
          },
        });
      };
    },
  });
  const safety = createSafety(t.ctx.settings, { ...t.ctx, db });
  const early = safety.policies();
  await expect.poll(() => reads).toBe(2);
  await new Promise((resolve) => setTimeout(resolve, 50));
  const now = new Date();
  const facts = { created_by: 'user_somebody01', created_at: now, activated_at: now, judged: 0, changed: 0 };
  await safetyPolicies(t.ctx).insertOne({
    ...{ _id: 'newer', name: 'newer', policy: defaultPolicy(), status: 'active', ...facts },
  });
  safety.reload();
  expect((await safety.policies()).active.name).toBe('newer');
  arrive();
  expect((await early).active.name).toBe('newer');
  expect((await safety.policies()).active.name).toBe('newer');
});
