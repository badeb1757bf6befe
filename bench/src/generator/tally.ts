import type { Answer } from './connection.ts';
import type { TaskResult } from './task.ts';

/** Counts answers by status and keeps how long the wanted ones took. */
export const createTally = (wanted: number) => {
  const latencies: number[] = [];
  const statuses: Record<string, number> = {};
  return {
    add(status: Answer['status'], ms: number) {
      statuses[status] = (statuses[status] ?? 0) + 1;
      if (status === wanted) latencies.push(ms);
    },
    result: (seconds: number): TaskResult => ({ seconds, latenciesMs: Float64Array.from(latencies), statuses }),
  };
};
