import { expect, test } from 'vitest';
import { cpuTimeOf, familyCpuTimeOf, parseStat } from './cpu-time.ts';

test('times are found behind a name with spaces and brackets', () => {
  const stat = '4242 (node (x) y) S 17 4242 4242 0 -1 4194560 100 0 0 0 150 25 40 10 20 0 11 0 5000 1 2 3';
  expect(parseStat(stat)).toEqual({ parent: 17, ownMs: 1_750, withEndedChildrenMs: 2_250 });
});

test('the time of this process grows when it works', () => {
  const before = cpuTimeOf([process.pid]);
  const until = process.cpuUsage().user + 400_000;
  let turns = 0;
  while (process.cpuUsage().user < until) turns++;
  expect(turns).toBeGreaterThan(0);
  const after = cpuTimeOf([process.pid]);
  expect(after).toBeGreaterThan(before);
  expect(familyCpuTimeOf([process.pid])).toBeGreaterThanOrEqual(after);
});

test('a process that is gone is not counted as idle', () => {
  expect(() => cpuTimeOf([2 ** 22 + 1])).toThrow('ended while it was measured');
});
