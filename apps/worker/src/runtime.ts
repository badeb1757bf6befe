import { setTimeout as sleep } from 'node:timers/promises';
import type { CoreContext } from '@message-service/core/context';
import { createRedis } from '@message-service/core/redis';
import { DomainError } from '@message-service/shared/errors';
import { type JobDefinition, lockTimes, QUEUE_SETTINGS, type QueueName } from '@message-service/shared/jobs';
import { DelayedError, type Job, UnrecoverableError, Worker } from 'bullmq';
import { toJobError } from './errors.ts';
import { catalogue, type Handlers, type Later, type WorkerFacts } from './handlers.ts';

/**
 * A worker that dies holds its jobs until the lock runs out and the next check finds them. Stalls are no fault of the
 * job, so they never dead-letter it; the saga counts provider calls and workers lost by itself.
 */
const NEVER = 1_000_000;
const METRIC_MINUTES = 60 * 24;
const IDLE_CHECK_MS = 50;
/** Of the grace, kept for handing over what is not done by then. */
const HAND_OVER_MS = 1_500;

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

export type Runtime = {
  /**
   * Takes no more jobs, waits for those in work, and shortly before `graceMs` has them stop and hand over. False when
   * some had not by then: their locks run out and others take them.
   */
  close(graceMs: number): Promise<boolean>;
  isRunning(): boolean;
};

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

  let handling = 0;
  const connections: ReturnType<typeof createRedis>[] = [];

  const startWorker = (queue: QueueName) => {
    const { concurrency } = QUEUE_SETTINGS[queue];
    const { lockMs, checkMs } = lockTimes(queue, ctx.settings.MESSAGE_LEASE_SECONDS);
    const connection = createRedis(ctx.settings.REDIS_URL, ctx.log, 'patient');
    connections.push(connection);
    const own = new Map(entries.filter((entry) => entry.job.queue === queue).map((entry) => [entry.job.name, entry]));
    const process = createProcessor(ctx, own, facts);
    const counted = async (job: Job, token?: string) => {
      handling++;
      try {
        return await process(job, token);
      } finally {
        handling--;
      }
    };
    const worker = new Worker(queue, counted, {
      connection,
      prefix: ctx.settings.REDIS_PREFIX,
      name: options.workerId,
      concurrency: concurrency === 'setting' ? options.concurrency : concurrency,
      lockDuration: lockMs,
      stalledInterval: checkMs,
      maxStalledCount: NEVER,
      metrics: { maxDataPoints: METRIC_MINUTES },
    });
    worker.on('error', (error) => ctx.log.warn({ queue, error: error.message }, 'worker connection'));
    worker.on('stalled', (id) => ctx.log.warn({ queue, id }, 'taken from a worker that fell silent'));
    worker.on('failed', (job, error) => {
      const level = error instanceof DomainError ? 'info' : 'warn';
      ctx.log[level]({ queue, job: job?.name, id: job?.id, error: error.message }, 'job failed');
    });
    return worker;
  };
  const workers = queues.map(startWorker);

  // without Redis a worker never finishes closing: it is done when nothing is in its hands
  const untilIdleWithoutRedis = async (signal: AbortSignal) => {
    while (handling > 0 || connections.some((connection) => connection.status === 'ready')) {
      await sleep(IDLE_CHECK_MS, undefined, { signal });
    }
    return true;
  };

  return {
    isRunning: () => workers.every((worker) => worker.isRunning()),
    async close(graceMs) {
      const handOver = setTimeout(() => stop.abort(), Math.max(0, graceMs - HAND_OVER_MS));
      const over = AbortSignal.timeout(graceMs);
      const drained = Promise.all(workers.map((worker) => worker.close())).then(() => true);
      const idle = untilIdleWithoutRedis(over).catch(() => false);
      const isDrained = await Promise.race([drained, idle]);
      clearTimeout(handOver);
      stop.abort();
      for (const connection of connections) connection.disconnect();
      return isDrained;
    },
  };
};
