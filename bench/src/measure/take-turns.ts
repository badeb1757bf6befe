import type { TaskResult } from '../generator/task.ts';
import { combineSlots, type Figures, type Slot } from '../statistics/figures.ts';
import type { Bench } from '../world/open-bench.ts';
import { cpuTimeOf } from './cpu-time.ts';
import { findMismatches, type Reconciliation } from './reconcile.ts';

/** Something whose turns are measured. */
export type Target = {
  name: string;
  /** Our processes whose processor time counts. */
  pids: readonly number[];
  /** Before the clock starts. */
  prepare?: (seconds: number) => Promise<void>;
  run: (seconds: number) => Promise<Work>;
  /** After the clock: counts what is there now against what the clients were told, and clears it away. */
  settle: (work: Work) => Promise<Reconciliation>;
};

/** What came of a turn; where `operations` is not given, every latency is one. */
export type Work = TaskResult & { operations?: number };

/** What each target came to in each round; `mismatches` names the turns whose counts do not agree. */
export type Turns<Name extends string> = {
  rounds: Record<Name, Figures>[];
  slots: { round: number; target: string; slot: Omit<Slot, 'latenciesMs'>; counts: Record<string, number> }[];
  mismatches: string[];
};

const WARM_UP_SHARE = 1;

type Run = { options: Pick<Bench['options'], 'rounds' | 'seconds'> } & Pick<Bench, 'storeCpuTime' | 'say'>;

const takeTurn = async (bench: Run, target: Target, seconds: number) => {
  await target.prepare?.(seconds);
  const [cpu, store] = [cpuTimeOf(target.pids), bench.storeCpuTime()];
  const work = await target.run(seconds);
  const slot: Slot = {
    operations: work.operations ?? work.latenciesMs.length,
    seconds: work.seconds,
    cpuMs: cpuTimeOf(target.pids) - cpu,
    storeCpuMs: store === null ? null : (bench.storeCpuTime() ?? 0) - store,
    latenciesMs: work.latenciesMs,
  };
  return { slot, reconciliation: await target.settle(work) };
};

/**
 * Lets the targets take turns, there and back in every round (A B B A, A B C C B A), after one shorter turn each that
 * does not count. What drifts over a round hits all of them alike.
 */
export const takeTurns = async <Name extends string>(
  bench: Run,
  work: string,
  targets: Record<Name, Target>,
): Promise<Turns<Name>> => {
  const names = Object.keys(targets) as Name[];
  const turns: Turns<Name> = { rounds: [], slots: [], mismatches: [] };
  const { rounds, seconds } = bench.options;
  for (const name of names) await takeTurn(bench, targets[name], Math.max(0.5, seconds * WARM_UP_SHARE));
  for (let round = 1; round <= rounds; round++) {
    bench.say(`${work}: round ${round} of ${rounds}`);
    const slots = new Map<Name, Slot[]>(names.map((name) => [name, []]));
    for (const name of [...names, ...names.toReversed()]) {
      const { slot, reconciliation } = await takeTurn(bench, targets[name], seconds);
      slots.get(name)?.push(slot);
      const { latenciesMs: _, ...kept } = slot;
      turns.slots.push({ round, target: targets[name].name, slot: kept, counts: reconciliation.counts });
      const wrong = findMismatches(reconciliation);
      if (wrong.length > 0) turns.mismatches.push(`round ${round}, ${targets[name].name}: ${wrong.join('; ')}`);
    }
    const figures = names.map((name) => [name, combineSlots(slots.get(name) ?? [])]);
    turns.rounds.push(Object.fromEntries(figures) as Record<Name, Figures>);
  }
  return turns;
};
