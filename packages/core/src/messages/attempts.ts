import type { Attempt, ProcessingJob } from './processing-queue.ts';

const MAX_HISTORY = 30;

/** The part of an update that adds to the job's history; goes with every new epoch, and with nothing else. */
export const pushAttempt = (attempt: Attempt) => ({
  'execution.history': { $each: [attempt], $slice: -MAX_HISTORY },
});

export const beginAttempt = (workerId: string, now: Date): Attempt => ({
  worker_id: workerId,
  started_at: now,
  ended_at: null,
  outcome: null,
  error_code: null,
  error_message: null,
});

/** An act of somebody that ended the epoch before: over as soon as it is done. */
export const actOf = (outcome: 'retried' | 'cancelled', now: Date): Attempt => ({
  worker_id: null,
  started_at: now,
  ended_at: now,
  outcome,
  error_code: null,
  error_message: null,
});

/**
 * Milliseconds that workers have spent on the message before the present attempt, since it was accepted or last retried;
 * waits between them do not count, and of a worker that died only the lease does.
 */
export const spentMs = ({ execution: { history = [] } }: Pick<ProcessingJob, 'execution'>, leaseMs: number): number =>
  history
    .slice(history.findLastIndex(({ outcome }) => outcome === 'retried') + 1, -1)
    .reduce(
      (sum, { started_at, ended_at }) => sum + (ended_at ? ended_at.getTime() - started_at.getTime() : leaseMs),
      0,
    );

/** The fields that say how the job's present attempt ended, for an update under its epoch. */
export const endAttempt = (
  job: ProcessingJob,
  outcome: 'completed' | 'failed' | 'later' | 'handed_over',
  now: Date,
  error: { code: string; message: string } | null,
): Record<string, unknown> => {
  const last = (job.execution.history?.length ?? 0) - 1;
  if (last < 0) return {};
  const path = `execution.history.${last}`;
  return {
    [`${path}.ended_at`]: now,
    [`${path}.outcome`]: outcome,
    [`${path}.error_code`]: error?.code ?? null,
    [`${path}.error_message`]: error?.message ?? null,
  };
};

/** Attempts that failed since the job was last retried, the one that ended it included. */
export const failedAttempts = ({ status, execution }: ProcessingJob): number =>
  execution.attempts + (status === 'failed' ? 1 : 0);
