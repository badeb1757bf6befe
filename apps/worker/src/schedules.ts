import { setTimeout as sleep } from 'node:timers/promises';
import type { CoreContext } from '@message-service/core/context';
import { enqueue } from '@message-service/core/queues';
import type { JobDefinition } from '@message-service/shared/jobs';
import { catalogue } from './handlers.ts';

const RETRY_MS = 1_000;

/**
 * Adds each recurring job at its interval, and as soon as Redis is back when it was away. Every worker does so and the
 * job's dedupe key leaves one of them: unlike a schedule kept in Redis this goes on after Redis was wiped.
 */
export const startSchedules = (ctx: CoreContext): (() => void) => {
  const stop = new AbortController();
  const leaseMs = ctx.settings.MESSAGE_LEASE_SECONDS * 1_000;
  const repeat = async (job: JobDefinition, everyMs: number) => {
    while (!stop.signal.aborted) {
      const added = await enqueue(ctx, job, {});
      await sleep(added ? everyMs : Math.min(everyMs, RETRY_MS), undefined, { signal: stop.signal }).catch(
        () => undefined,
      );
    }
  };
  for (const job of Object.values<JobDefinition>(catalogue)) {
    const { everyMs, everyLease } = job;
    if (everyMs !== undefined) void repeat(job, everyLease ? Math.min(everyMs, leaseMs) : everyMs);
  }
  return () => stop.abort();
};
