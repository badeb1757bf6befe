import { setTimeout as sleep } from 'node:timers/promises';
import { messages } from '@message-service/core/messages';
import type { MongoConnection } from '@message-service/core/mongo';

const POLL_MS = 100;

/** Waits until every message has ended; gives the milliseconds it took. @throws Error that names those left */
export const untilSettled = async (database: Pick<MongoConnection, 'db'>, patienceMs: number): Promise<number> => {
  const started = performance.now();
  for (;;) {
    const left = await messages(database)
      .find({ processing_status: { $in: ['queued', 'processing'] } }, { projection: { processing_status: 1 } })
      .limit(5)
      .toArray();
    const ms = Math.round(performance.now() - started);
    if (left.length === 0) return ms;
    if (ms > patienceMs) throw new Error(`not ended after ${ms} ms: ${JSON.stringify(left)}`);
    await sleep(POLL_MS);
  }
};
