export type QueueName = 'message-processing' | 'maintenance';

export type QueueSettings = {
  /** Runs of a job that failed by an error; waits, stalls and hand-overs do not count. */
  attempts: number;
  /** Before run n + 1: this × 2^(n-1), with up to half of it taken off at random. */
  backoffMs: number;
  /** Jobs of the queue that one worker process runs at once: so many, or what its setting says. */
  concurrency: number | 'setting';
  /** How long a worker that has fallen silent keeps its jobs, in leases. */
  lockLeases: number;
  /** Looks for such jobs per lock. */
  checksPerLock: number;
};

/** How each queue treats its jobs, and why so. */
export const QUEUE_SETTINGS: Record<QueueName, QueueSettings> = {
  // An error here is one of our stores, away for seconds: three runs span some, then the sweeper adds the job again. The
  // lock is the lease of the row, so that the job comes back when the row may be taken, and not before: recovery takes
  // at most a lock and two checks, 16 s with a lease of 10 s.
  'message-processing': { attempts: 3, backoffMs: 2_000, concurrency: 'setting', lockLeases: 1, checksPerLock: 10 / 3 },
  // The next turn of the schedule is the retry. One at a time leaves the worker to the messages. The lock is as short
  // as the other: a sweep that died with its worker holds back the next one until it runs out.
  maintenance: { attempts: 1, backoffMs: 1_000, concurrency: 1, lockLeases: 1, checksPerLock: 10 / 3 },
};

/** Milliseconds for a lease of so many seconds: the lock, the time between two checks, and the longest recovery. */
export const lockTimes = (queue: QueueName, leaseSeconds: number) => {
  const { lockLeases, checksPerLock } = QUEUE_SETTINGS[queue];
  const lockMs = lockLeases * leaseSeconds * 1_000;
  const checkMs = lockMs / checksPerLock;
  return { lockMs, checkMs, recoveryMs: lockMs + 2 * checkMs };
};
