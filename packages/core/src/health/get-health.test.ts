import { createTestContext, type TestContext } from '@message-service/testing/context';
import { type LlmSimulator, startLlmSimulator } from '@message-service/testing/llm-simulator';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { getHealth } from './index.ts';

let t: TestContext;
let llm: LlmSimulator;
beforeAll(async () => {
  llm = await startLlmSimulator();
  t = await createTestContext({ LMSTUDIO_BASE_URL: llm.url });
});
afterAll(async () => {
  await t.close();
  await llm.close();
});

test('however many ask, each dependency is asked once, and again when the answer is old', async () => {
  const commands: string[] = [];
  const db = new Proxy(t.ctx.db, {
    get(target, key) {
      const value = Reflect.get(target, key, target);
      if (key === 'command' || key === 'collection') commands.push(key);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  const { provider, pings } = countingPings();
  const ctx = { ...t.ctx, db, llm: { ...t.ctx.llm, default: provider } };
  const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => getHealth(ctx, '1', i)));
  expect(answers.map(({ performance }) => performance.concurrent_requests)).toEqual(answers.map((_, i) => i));
  expect(new Set(answers.map(({ timestamp }) => timestamp)).size).toBe(1);
  const asked = commands.length;
  expect(commands.filter((command) => command === 'command')).toHaveLength(1);
  expect(pings()).toBe(1);
  const clock = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 10_000);
  await getHealth(ctx, '1', 0);
  clock.mockRestore();
  expect(commands).toHaveLength(2 * asked);
  expect(pings()).toBe(2);
});

const countingPings = () => {
  let count = 0;
  const real = t.ctx.llm.default;
  const provider = {
    ...real,
    ping: (signal: AbortSignal) => {
      count++;
      return real.ping(signal);
    },
  };
  return { provider, pings: () => count };
};
