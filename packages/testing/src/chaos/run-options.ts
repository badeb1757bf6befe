import { parseArgs } from 'node:util';

export type RunOptions = {
  minutes: number;
  /** Undefined: one is drawn, and printed. */
  seed: number | undefined;
  /** Names of faults; empty for all. */
  only: readonly string[];
};

const MAX_SEED = 0xffff_ffff;

/** The command line cannot be understood. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const readArgs = (args: readonly string[], usage: string) => {
  const text = { type: 'string' } as const;
  try {
    const options = { minutes: text, seed: text, only: { type: 'string', multiple: true } } as const;
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : error}\n${usage}`);
  }
};

/** `known` are the names of the faults there are. @throws UsageError */
export const parseRunOptions = (args: readonly string[], known: readonly string[]): RunOptions => {
  const usage = `usage: npm run chaos -- [--minutes 20] [--seed N] [--only FAULT …]\n  faults: ${known.join(', ')}`;
  const values = readArgs(args, usage);
  const minutes = Number(values.minutes ?? 20);
  if (!(minutes > 0 && minutes <= 1_440)) throw new UsageError(`--minutes must be over 0, and 1440 at most.\n${usage}`);
  const seed = values.seed === undefined ? undefined : Number(values.seed);
  if (seed !== undefined && !(Number.isInteger(seed) && seed >= 0 && seed <= MAX_SEED))
    throw new UsageError(`--seed must be a whole number from 0 to ${MAX_SEED}.\n${usage}`);
  const only = values.only ?? [];
  const unknown = only.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new UsageError(`There is no fault ${unknown.join(', ')}.\n${usage}`);
  return { minutes, seed, only };
};
