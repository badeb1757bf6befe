import type { CoreContext } from '@message-service/core/context';
import { enqueue } from '@message-service/core/queues';
import type { JobDefinition } from '@message-service/shared/jobs';
import { catalogue } from './handlers.ts';

/**
 * Adds each recurring job at its interval. Every worker does so and the job's dedupe key leaves one of them: unlike a
 * schedule kept in Redis this goes on after Redis was wiped.
 */
export const startSchedules = (ctx: CoreContext): (() => void) => {
  const recurring = Object.values<JobDefinition>(catalogue).filter((job) => job.everyMs !== undefined);
  const timers = recurring.map((job) => {
    const add = () => void enqueue(ctx, job, {});
    add();
    return setInterval(add, job.everyMs);
  });
  return () => timers.forEach(clearInterval);
};
