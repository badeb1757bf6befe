import { expect, test } from 'vitest';
import { createRandom } from '../llm-simulator/random.ts';
import { deal } from './deal.ts';
import { faults } from './faults.ts';
import { parseRunOptions, UsageError } from './run-options.ts';
import { addReport, addTrial, createTally, formatTally } from './tally.ts';

const names = faults.map(({ name }) => name);

test('a round strikes with every fault as often as its share says, in an order that the seed repeats', () => {
  const order = (seed: number) => deal(faults, createRandom(seed)).map(({ name }) => name);
  expect(order(1)).toEqual(order(1));
  expect(order(1)).not.toEqual(order(2));
  for (const { name, share } of faults) expect(order(1).filter((dealt) => dealt === name)).toHaveLength(share);
});

test('the command line says how long, with which seed and which faults; what it cannot mean is refused', () => {
  expect(parseRunOptions([], names)).toEqual({ minutes: 20, seed: undefined, only: [] });
  const args = ['--minutes', '0.5', '--seed', '7', '--only', 'redis-away', '--only', 'poison'];
  expect(parseRunOptions(args, names)).toEqual({ minutes: 0.5, seed: 7, only: ['redis-away', 'poison'] });
  for (const wrong of [['--minutes', '0'], ['--seed', '1.5'], ['--only', 'earthquake'], ['--fast'], ['now']])
    expect(() => parseRunOptions(wrong, names)).toThrow(UsageError);
});

test('the report counts trials and recoveries of each fault, and names every violation', () => {
  const tally = createTally();
  for (const ms of [300, 100, 200, null]) addTrial(tally, 'worker-killed', ms);
  addTrial(tally, 'same-key', null);
  const counts = { ...tally.counts, messages: 3, lost: 1, duplicate_provider_calls: 2 };
  addReport(tally, { counts, violations: ['I1 msg_1 was acknowledged and is not stored'] });
  const lines = formatTally(tally).split('\n');
  expect(lines.map((line) => line.split(/\s{2,}/))).toContainEqual(['worker-killed', '4', '200', '300']);
  expect(lines.map((line) => line.split(/\s{2,}/))).toContainEqual(['same-key', '1', '–', '–']);
  expect(lines).toContain('losses 1, duplicate replies 0');
  expect(lines).toContain('provider calls 0, duplicate provider calls 2');
  expect(lines.slice(-2)).toEqual(['violations 1', '✖ I1 msg_1 was acknowledged and is not stored']);
});
