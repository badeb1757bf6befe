import type { ProcessingJob } from './processing-queue.ts';

/** After this many workers died while they held it, among other messages, a message may be the reason. */
const SUSPECT_AFTER = 2;
/** A message that a worker died of so often while it ran by itself is the reason. */
export const MAX_DEATHS_ALONE = 3;

/** Workers that took the message and neither finished nor released it, before the one that holds it now. */
export const countDeaths = ({ saga, execution }: ProcessingJob): number => saga.epoch - 1 - execution.releases;

export const isSuspect = (job: ProcessingJob): boolean => countDeaths(job) >= SUSPECT_AFTER;

let isRunning = false;

/**
 * Runs one suspect of this process at a time, so that the one that kills workers takes no other suspect with it; null
 * when another is running.
 */
export const runAlone = async <T>(work: () => Promise<T>): Promise<T | null> => {
  if (isRunning) return null;
  isRunning = true;
  try {
    return await work();
  } finally {
    isRunning = false;
  }
};
