import { afterAll, expect, test } from 'vitest';
import { prepareText } from './filter.ts';
import { HOSTILE } from './hostile.test-kit.ts';
import { allFilters } from './pipeline.ts';
import { defaultPolicy } from './policy.ts';
import { CHUNK, type Pausable } from './text/pausable.ts';

const LONG = 50_000;
const policy = defaultPolicy();

const cpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

/** Processor time of the whole and of the longest stretch between two pauses. */
const measure = <T>(work: Pausable<T>) => {
  let longest = 0;
  let total = 0;
  for (let pauses = 0; ; pauses++) {
    const since = cpuMs();
    const step = work.next();
    const took = cpuMs() - since;
    longest = Math.max(longest, took);
    total += took;
    if (step.done) return { value: step.value, total, longest, pauses };
  }
};

const MOST_MS = 10;
const MAX_RUNS = 3;

/** What the work takes when little else happens: the best of up to three runs. */
const best = <T>(start: () => Pausable<T>) => {
  let run = measure(start());
  for (let runs = 1; runs < MAX_RUNS && run.longest > MOST_MS; runs++) {
    const again = measure(start());
    if (again.longest < run.longest) run = again;
  }
  return run;
};

const rows: string[] = [];
afterAll(() => {
  const head = `${'processor ms for 50,000 characters: all (longest stretch)'.padEnd(60)}`;
  process.stdout.write(`${head}\n${rows.join('\n')}\n`);
});

/** Far above what is measured on a busy machine; a square would take seconds in one stretch. */
const LINEAR_MS = 500;
const STRETCH_MS = 100;

test.each(Object.entries(HOSTILE))('%s: 50,000 characters hold nobody up', (name, make) => {
  const text = make(LONG);
  expect(text.length).toBeGreaterThan(LONG * 0.99);
  const prepared = best(() => prepareText(text));
  const runs = [
    { title: 'prepare', ...prepared },
    ...allFilters.map((filter) => ({
      title: `${filter.name}@${filter.version}`,
      ...best(() => filter.apply(prepared.value, policy)),
    })),
  ];
  rows.push(
    `${name}: ${runs.map((run) => `${run.title} ${run.total.toFixed(1)} (${run.longest.toFixed(1)})`).join(', ')}`,
  );
  expect(prepared.pauses).toBeGreaterThanOrEqual(Math.floor(text.length / CHUNK));
  for (const { title, total, longest, value } of runs) {
    expect(total, title).toBeLessThan(LINEAR_MS);
    expect(longest, `${title}: between two pauses`).toBeLessThan(STRETCH_MS);
    for (const { start, end } of 'spans' in value ? value.spans : []) {
      expect([start >= 0, end >= start, end <= text.length]).toEqual([true, true, true]);
    }
  }
});
