import { expect, test } from 'vitest';
import { parseRunOptions, UsageError, WORKLOADS } from './run-options.ts';

const parse = (...args: string[]) => parseRunOptions([...args, '--data-dir', 'data']);

test('all workloads with the rounds that a verdict needs, unless told otherwise', () => {
  expect(parse()).toMatchObject({ workloads: WORKLOADS, rounds: 7, seconds: 10, messages: 100_000 });
});

test('workloads run in their own order, each once', () => {
  expect(parse('12', '1', '12', '--rounds', '1', '--seconds', '2')).toMatchObject({
    workloads: [1, 12],
    rounds: 1,
    seconds: 2,
  });
});

test.each([
  [['9']],
  [['one']],
  [['--rounds', '0']],
  [['--rounds', '1.5']],
  [['--seconds', 'x']],
  [['--fast']],
  [['--messages', '10']],
])('%j is refused', (args) => {
  expect(() => parse(...args)).toThrow(UsageError);
});
