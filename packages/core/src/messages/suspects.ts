import type { ProcessingJob } from './processing-queue.ts';

/** After this many workers died while they held it, among other messages, a message may be the reason. */
const SUSPECT_AFTER = 2;
/** A message that a worker died of so often while it ran by itself is the reason. */
export const MAX_DEATHS_ALONE = 3;

/** Workers that took the message and neither finished nor released it, before the one that holds it now. */
export const countDeaths = ({ saga, execution }: ProcessingJob): number => saga.epoch - 1 - execution.releases;

export const isSuspect = (job: ProcessingJob): boolean => countDeaths(job) >= SUSPECT_AFTER;

let last: Promise<unknown> = Promise.resolve();

/**
 * Runs suspects of this process one after the other, so that the one that kills workers takes no other suspect with it:
 * those that wait have spent nothing and are not counted.
 */
export const runAlone = <T>(work: () => Promise<T>): Promise<T> => {
  const turn = last.then(work);
  last = turn.catch(() => undefined);
  return turn;
};
