import { expect, test } from 'vitest';
import { type Target, takeTurns, type Work } from './take-turns.ts';

const bench = {
  options: { rounds: 2, seconds: 1 },
  storeCpuTime: () => null,
  say: () => undefined,
};

const work = (operations: number): Work => ({
  operations,
  seconds: 1,
  latenciesMs: Float64Array.of(1),
  statuses: { 202: operations },
});

const targetOf = (name: string, order: string[], stored: (operations: number) => number): Target => ({
  name,
  pids: [process.pid],
  prepare: async () => void order.push(`fill ${name}`),
  run: async () => {
    order.push(name);
    return work(10);
  },
  settle: async ({ operations = 0 }) => ({
    counts: { 'answered 202': operations, stored: stored(operations) },
    otherAnswers: {},
  }),
});

test('targets warm up, then go there and back in every round', async () => {
  const order: string[] = [];
  const same = (operations: number) => operations;
  const { rounds, slots, mismatches } = await takeTurns(bench, 'work', {
    a: targetOf('A', order, same),
    b: targetOf('B', order, same),
    c: targetOf('C', order, same),
  });
  const turns = order.filter((entry) => !entry.startsWith('fill'));
  expect(turns.join('')).toBe('ABC' + 'ABCCBA' + 'ABCCBA');
  expect(order.slice(0, 4)).toEqual(['fill A', 'A', 'fill B', 'B']);
  expect(rounds).toHaveLength(2);
  expect(rounds[0]?.a).toMatchObject({ operations: 20, rate: 10, storeCpuPerOperation: null });
  expect(slots.map(({ round, target }) => `${round}${target}`).join(' ')).toBe('1A 1B 1C 1C 1B 1A 2A 2B 2C 2C 2B 2A');
  expect(mismatches).toEqual([]);
});

test('a turn whose counts differ is named', async () => {
  const { mismatches } = await takeTurns(bench, 'work', {
    a: targetOf('A', [], (operations) => operations),
    b: targetOf('B', [], (operations) => operations - 1),
  });
  const wrong = 'B: answered 202 10, but stored 9';
  expect(mismatches).toEqual([1, 1, 2, 2].map((round) => `round ${round}, ${wrong}`));
});
