import { parseArgs } from 'node:util';

export const WORKLOADS = [1, 2, 3, 4, 5, 6, 7, 8, 12] as const;
export type WorkloadNumber = (typeof WORKLOADS)[number];

export type RunOptions = {
  workloads: readonly WorkloadNumber[];
  rounds: number;
  /** Of one turn of a target. */
  seconds: number;
  /** That workload 8 adds up. */
  messages: number;
  json: string | undefined;
  profile: string | undefined;
  dataDir: string;
};

/** Rounds below which a verdict is an indication only. */
export const ENOUGH_ROUNDS = 7;

export const USAGE = `usage: npm run bench -- [workload …] [--rounds ${ENOUGH_ROUNDS}] [--seconds 10] [--messages 100000] [--json FILE] [--profile FOLDER]
  workloads: ${WORKLOADS.join(', ')}; all of them when none is named`;

/** The command line cannot be understood. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const isWorkload = (value: number): value is WorkloadNumber => WORKLOADS.some((known) => known === value);

const readArgs = (args: readonly string[]) => {
  const text = { type: 'string' } as const;
  const options = { rounds: text, seconds: text, messages: text, json: text, profile: text, 'data-dir': text };
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : error}\n${USAGE}`);
  }
};

/** @throws UsageError */
export const parseRunOptions = (args: readonly string[]): RunOptions => {
  const { values, positionals } = readArgs(args);
  const named = positionals.map((name) => {
    const number = Number(name);
    if (isWorkload(number)) return number;
    throw new UsageError(`There is no workload "${name}".\n${USAGE}`);
  });
  const rounds = Number(values.rounds ?? ENOUGH_ROUNDS);
  const seconds = Number(values.seconds ?? 10);
  if (!Number.isInteger(rounds) || rounds < 1) throw new UsageError(`--rounds must be 1 or more.\n${USAGE}`);
  if (!(seconds >= 0.5 && seconds <= 600)) throw new UsageError(`--seconds must be 0.5 to 600.\n${USAGE}`);
  const messages = Number(values.messages ?? 100_000);
  if (!Number.isInteger(messages) || messages < 1_000)
    throw new UsageError(`--messages must be 1000 or more.\n${USAGE}`);
  const dataDir = values['data-dir'];
  if (dataDir === undefined) throw new UsageError('--data-dir is missing: start it with npm run bench.');
  return {
    workloads: named.length > 0 ? WORKLOADS.filter((number) => named.includes(number)) : WORKLOADS,
    rounds,
    seconds,
    messages,
    json: values.json,
    profile: values.profile,
    dataDir,
  };
};
