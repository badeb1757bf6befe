import { percentile } from './percentile.ts';

/** What one turn of a target did and used. */
export type Slot = {
  operations: number;
  seconds: number;
  /** utime + stime of the target's own processes. */
  cpuMs: number;
  /** The same of MongoDB and Redis together; null when they are not ours to see. */
  storeCpuMs: number | null;
  latenciesMs: ArrayLike<number>;
};

/** What a target's turns of one round come to. Times per operation in microseconds, latencies in milliseconds. */
export type Figures = {
  operations: number;
  cpuPerOperation: number;
  storeCpuPerOperation: number | null;
  rate: number;
  p50: number;
  p99: number;
};
export type FigureName = Exclude<keyof Figures, 'operations'>;

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** The turns of a round taken together: sums are divided, not quotients averaged, and latencies are pooled. */
export const combineSlots = (slots: readonly Slot[]): Figures => {
  const operations = sum(slots.map((slot) => slot.operations));
  const stores = slots.flatMap(({ storeCpuMs }) => storeCpuMs ?? []);
  const latencies = Float64Array.from(slots.flatMap(({ latenciesMs }) => Array.from(latenciesMs))).sort();
  return {
    operations,
    cpuPerOperation: (1_000 * sum(slots.map((slot) => slot.cpuMs))) / operations,
    storeCpuPerOperation: stores.length === slots.length ? (1_000 * sum(stores)) / operations : null,
    rate: operations / sum(slots.map((slot) => slot.seconds)),
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
  };
};
