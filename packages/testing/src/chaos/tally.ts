import type { Report } from '../checker/index.ts';

type Trials = { trials: number; recoveries: number[] };

/** What a run has come to so far. */
export type Tally = {
  rounds: number;
  trials: Map<string, Trials>;
  violations: string[];
  /** Of the rounds that were checked. */
  counts: Report['counts'];
  /** Why messages failed, and how many. */
  failures: Map<string, number>;
};

export const createTally = (): Tally => ({
  rounds: 0,
  trials: new Map(),
  violations: [],
  counts: {
    attempts: 0,
    acknowledged: 0,
    unanswered: 0,
    unavailable: 0,
    messages: 0,
    completed: 0,
    failed: 0,
    lost: 0,
    duplicate_replies: 0,
    provider_calls: 0,
    duplicate_provider_calls: 0,
  },
  failures: new Map(),
});

export const addTrial = (tally: Tally, name: string, recovery: number | null) => {
  const { trials, recoveries } = tally.trials.get(name) ?? { trials: 0, recoveries: [] };
  tally.trials.set(name, {
    trials: trials + 1,
    recoveries: recovery === null ? recoveries : [...recoveries, recovery],
  });
};

export const addReport = (tally: Tally, { counts, violations }: Report) => {
  tally.rounds++;
  tally.violations.push(...violations);
  for (const key of Object.keys(tally.counts) as (keyof Report['counts'])[]) tally.counts[key] += counts[key];
};

const median = (sorted: readonly number[]) => sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;

const line = (name: string, columns: readonly (string | number)[], width: number) =>
  [name.padEnd(width), ...columns.map((column) => String(column).padStart(10))].join('');

/** The table of trials, the totals, and every violation. */
export const formatTally = (tally: Tally): string => {
  const width = Math.max(20, ...[...tally.trials.keys()].map((name) => name.length + 2));
  const rows = [...tally.trials].sort().map(([name, { trials, recoveries }]) => {
    const sorted = recoveries.sort((a, b) => a - b);
    return line(name, sorted.length > 0 ? [trials, median(sorted), sorted.at(-1) ?? 0] : [trials, '–', '–'], width);
  });
  const { counts } = tally;
  const failures = [...tally.failures].map(([reason, count]) => `${reason} ${count}`).join(', ');
  return [
    line('fault', ['trials', 'p50 ms', 'max ms'], width),
    ...rows,
    '',
    `rounds checked ${tally.rounds}; attempts ${counts.attempts}, acknowledged ${counts.acknowledged}, unanswered ${counts.unanswered}, 503 ${counts.unavailable}`,
    `messages ${counts.messages}, completed ${counts.completed}, failed ${counts.failed}${failures ? ` (${failures})` : ''}`,
    `losses ${counts.lost}, duplicate replies ${counts.duplicate_replies}`,
    `provider calls ${counts.provider_calls}, duplicate provider calls ${counts.duplicate_provider_calls}`,
    `violations ${tally.violations.length}`,
    ...tally.violations.map((violation) => `✖ ${violation}`),
  ].join('\n');
};
