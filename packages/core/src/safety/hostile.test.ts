import { afterAll, expect, test } from 'vitest';
import { type FilterResult, prepareText } from './filter.ts';
import { HOSTILE } from './hostile.test-kit.ts';
import { allFilters } from './pipeline.ts';
import { defaultPolicy } from './policy.ts';
import { CHUNK, type Pausable, runAtOnce } from './text/pausable.ts';

const LONG = 50_000;
const policy = defaultPolicy();

const cpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

/** What is promised; once it is kept, no more runs are made. */
const GOAL_MS = 10;
const MOST_RUNS = 3;

/** Processor time of the whole: the least of several runs, so that what else the machine does matters little. */
const leastOf = (start: () => Pausable<unknown>): number => {
  let least = Number.POSITIVE_INFINITY;
  for (let runs = 0; runs < MOST_RUNS && least > GOAL_MS; runs++) {
    const since = cpuMs();
    runAtOnce(start());
    least = Math.min(least, cpuMs() - since);
  }
  return least;
};

const stretchesOf = (start: () => Pausable<unknown>): number[] => {
  const stretches: number[] = [];
  for (const work = start(); ; ) {
    const since = cpuMs();
    const { done } = work.next();
    stretches.push(cpuMs() - since);
    if (done) return stretches;
  }
};

/** The longest time between two pauses; where it is long, of each place the least of two runs. */
const longestStretch = (start: () => Pausable<unknown>): number => {
  const one = stretchesOf(start);
  if (Math.max(...one) < GOAL_MS) return Math.max(...one);
  const other = stretchesOf(start);
  return Math.max(...one.map((took, at) => Math.min(took, other[at] ?? took)));
};

type Row = { name: string; title: string; least: number; stretch: number };
const rows: Row[] = [];

afterAll(() => {
  const titles = [...new Set(rows.map(({ title }) => title))];
  const ms = (value: number) => value.toFixed(1).padStart(6);
  const of = (title: string) => rows.filter((row) => row.title === title).toSorted((a, b) => b.least - a.least);
  const lines = titles.map((title) => {
    const [worst] = of(title);
    const stretch = Math.max(...of(title).map((row) => row.stretch));
    return `${title.padEnd(20)} ${ms(worst?.least ?? 0)} ms, ${ms(stretch)} ms at a stretch  (${worst?.name})`;
  });
  const names = [...new Set(rows.map(({ name }) => name))];
  const table = names.map((name) => {
    const own = rows.filter((row) => row.name === name);
    return `${name.padEnd(34)} ${own.map((row) => ms(row.least)).join('')}`;
  });
  process.stdout.write(
    [
      `processor ms for 50,000 characters of ${names.length} hostile texts`,
      `${''.padEnd(34)} ${titles.map((title) => title.slice(0, 5).padStart(6)).join('')}`,
      ...table,
      'the worst of each',
      ...lines,
      '',
    ].join('\n'),
  );
});

/** Above what is measured on a slow and busy machine; a square would take seconds. */
const LINEAR_MS = 10 * GOAL_MS;

test.each(Object.entries(HOSTILE))('%s: 50,000 characters hold nobody up', (name, make) => {
  const text = make(LONG);
  expect(text.length).toBeGreaterThan(LONG * 0.99);
  const prepared = runAtOnce(prepareText(text));
  const works: [string, () => Pausable<unknown>][] = [
    ['prepare', () => prepareText(text)],
    ...allFilters.map((filter): [string, () => Pausable<FilterResult>] => [
      `${filter.name}@${filter.version}`,
      () => filter.apply(prepared, policy),
    ]),
  ];
  expect(stretchesOf(() => prepareText(text)).length).toBeGreaterThan(Math.floor(text.length / CHUNK));
  for (const [title, start] of works) {
    const row = { name, title, least: leastOf(start), stretch: longestStretch(start) };
    rows.push(row);
    expect(row.least, title).toBeLessThan(LINEAR_MS);
    expect(row.stretch, `${title}: between two pauses`).toBeLessThan(LINEAR_MS);
  }
  for (const filter of allFilters) {
    for (const { start, end } of runAtOnce(filter.apply(prepared, policy)).spans) {
      expect([start >= 0, end >= start, end <= text.length]).toEqual([true, true, true]);
    }
  }
});
