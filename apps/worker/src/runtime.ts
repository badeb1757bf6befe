import type { CoreContext } from '@message-service/core/context';
import { createRedis } from '@message-service/core/redis';
import { DomainError } from '@message-service/shared/errors';
import type { JobDefinition, QueueName } from '@message-service/shared/jobs';
import { DelayedError, type Job, UnrecoverableError, Worker } from 'bullmq';
import { toJobError } from './errors.ts';
import { catalogue, type Handlers, type Later, type WorkerFacts } from './handlers.ts';

/**
 * A worker that dies holds its jobs until the lock runs out and the next check finds them: at most
 * lockDuration + 2 × stalledInterval. Stalls are no fault of the job, so they never dead-letter it; the saga counts
 * provider calls and workers lost by itself.
 */
const LOCK_MS = 10_000;
const STALL_CHECK_MS = 3_000;
const NEVER = 1_000_000;
const METRIC_MINUTES = 60 * 24;

type Entry = { job: JobDefinition; run: (ctx: CoreContext, data: unknown, worker: WorkerFacts) => Promise<unknown> };

const pair = <K extends keyof typeof catalogue>(handlers: Handlers, key: K): Entry => {
  const job = catalogue[key];
  const handler: Handlers[K] = handlers[key];
  return {
    job,
    run: (ctx, data, worker) => {
      const payload = job.payload.safeParse(data);
      if (!payload.success) throw new UnrecoverableError(`bad payload: ${payload.error.message}`);
      return handler(ctx, payload.data as never, worker);
    },
  };
};

const isLater = (outcome: unknown): outcome is Later =>
  typeof outcome === 'object' && outcome !== null && 'kind' in outcome && outcome.kind === 'later';

const createProcessor =
  (ctx: CoreContext, entries: Map<string, Entry>, worker: WorkerFacts) => async (job: Job, token?: string) => {
    const entry = entries.get(job.name);
    if (!entry) throw new UnrecoverableError(`no handler for ${job.name}`);
    let outcome: unknown;
    try {
      outcome = await entry.run(ctx, job.data, worker);
    } catch (error) {
      throw toJobError(error);
    }
    if (!isLater(outcome)) return outcome;
    await job.moveToDelayed(Date.now() + outcome.retryAfterMs, token);
    throw new DelayedError(outcome.reason);
  };

export type Runtime = { close(graceMs: number): Promise<void>; isRunning(): boolean };

/** Starts one BullMQ worker per queue; the only place that does. */
export const startRuntime = (
  ctx: CoreContext,
  handlers: Handlers,
  options: { workerId: string; concurrency: number },
): Runtime => {
  const stop = new AbortController();
  const facts: WorkerFacts = { id: options.workerId, stopping: stop.signal };
  const keys = Object.keys(catalogue).filter((key): key is keyof typeof catalogue => key in catalogue);
  const entries = keys.map((key) => pair(handlers, key));
  const queues = [...new Set(entries.map((entry) => entry.job.queue))];

  const startWorker = (queue: QueueName) => {
    const own = new Map(entries.filter((entry) => entry.job.queue === queue).map((entry) => [entry.job.name, entry]));
    const worker = new Worker(queue, createProcessor(ctx, own, facts), {
      connection: createRedis(ctx.settings.REDIS_URL, ctx.log, 'patient'),
      prefix: ctx.settings.REDIS_PREFIX,
      name: options.workerId,
      concurrency: queue === 'message-processing' ? options.concurrency : 1,
      lockDuration: LOCK_MS,
      stalledInterval: STALL_CHECK_MS,
      maxStalledCount: NEVER,
      metrics: { maxDataPoints: METRIC_MINUTES },
    });
    worker.on('error', (error) => ctx.log.warn({ queue, error: error.message }, 'worker connection'));
    worker.on('failed', (job, error) => {
      const level = error instanceof DomainError ? 'info' : 'warn';
      ctx.log[level]({ queue, job: job?.name, id: job?.id, error: error.message }, 'job failed');
    });
    return worker;
  };
  const workers = queues.map(startWorker);

  return {
    isRunning: () => workers.every((worker) => worker.isRunning()),
    /** Takes no more jobs, waits for those in work, and after `graceMs` has them stop and hand over. */
    async close(graceMs) {
      const force = setTimeout(() => stop.abort(), graceMs);
      await Promise.allSettled(workers.map((worker) => worker.close()));
      clearTimeout(force);
    },
  };
};
