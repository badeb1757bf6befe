import { setTimeout as sleep } from 'node:timers/promises';
import { rebuildProjection } from '@message-service/core/events';
import type { MongoConnection } from '@message-service/core/mongo';
import { allProjections, outboxSource } from '@message-service/core/projections';

const POLL_MS = 100;

/**
 * Waits until every event is in the log, which a worker has to see to, and makes each projection anew beside the stored
 * one: says which differ, or since when an event waits.
 */
export const checkProjections = async ({ db }: Pick<MongoConnection, 'db'>, patienceMs: number): Promise<string[]> => {
  const ctx = { db, now: () => new Date() };
  const deadline = performance.now() + patienceMs;
  let waiting = await outboxSource.findOldest(ctx);
  while (waiting && performance.now() < deadline) {
    await sleep(POLL_MS);
    waiting = await outboxSource.findOldest(ctx);
  }
  if (waiting) return [`LOG an event waits since ${waiting.toISOString()} to be logged`];
  const violations: string[] = [];
  for (const projection of allProjections) {
    const { different, documents, examples } = await rebuildProjection(ctx, projection, { check: true });
    if (different > 0)
      violations.push(`LOG ${different} of ${documents} rows of ${projection.name} differ: ${examples.join(', ')}`);
  }
  return violations;
};
