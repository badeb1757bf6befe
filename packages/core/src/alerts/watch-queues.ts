import { getQueueStatus } from '../queues/index.ts';
import { type Reading, readingOf, type Watch } from './rules.ts';

/** Length, age and workers of every queue. @throws DomainError UNAVAILABLE while Redis is away */
export const watchQueues: Watch = {
  rules: ['queue_long', 'queue_old', 'worker_gone'],
  async read(ctx) {
    const { settings } = ctx;
    const { queues } = await getQueueStatus(ctx, 0);
    return queues.flatMap(({ name, waiting, oldest_waiting_ms, workers, paused }): Reading[] => [
      readingOf({ rule: 'queue_long', subject: name, unit: 'jobs', value: waiting }, [
        { severity: 'critical', above: settings.ALERT_QUEUE_CRITICAL },
        { severity: 'warning', above: settings.ALERT_QUEUE_WARNING },
      ]),
      // what waits in a paused queue is meant to wait
      readingOf({ rule: 'queue_old', subject: name, unit: 'ms', value: paused ? 0 : oldest_waiting_ms }, [
        { severity: 'critical', above: settings.ALERT_QUEUE_AGE_SECONDS * 1_000 },
      ]),
      {
        rule: 'worker_gone',
        subject: name,
        unit: 'workers',
        value: workers,
        threshold: settings.ALERT_MIN_WORKERS,
        severity: workers < settings.ALERT_MIN_WORKERS ? 'critical' : null,
      },
    ]);
  },
};
