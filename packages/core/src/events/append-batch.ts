import type { CoreContext } from '../context.ts';
import type { LogHeadDoc } from './event-checkpoints.ts';
import { holdLog, isSealed } from './log-head.ts';
import { messageEvents } from './message-events.ts';
import { type PendingStream, relayEvents } from './relay-events.ts';

const ROUNDS = 20;

const isLogged = async (ctx: Pick<CoreContext, 'db'>, head: LogHeadDoc, streams: readonly PendingStream[]) => {
  const last = streams.at(-1);
  if (!last) return true;
  const _id = `${last.stream_id}.${last.published + last.entries.length}`;
  const event = await messageEvents(ctx).findOne({ _id }, { projection: { batch: 1 } });
  return event !== null && isSealed(head, event.batch);
};

/**
 * Writes the events of documents that were made elsewhere into the log, as one batch, which takes the log from the
 * worker that keeps it until the lease is left. `store` puts the documents where they belong, first. The same again
 * writes nothing twice: what one call logged is found by its last event. Gives the head after it.
 * @throws Error when others take the log away again and again
 */
export const appendBatch = async (
  ctx: Pick<CoreContext, 'db' | 'now'>,
  holder: string,
  streams: readonly PendingStream[],
  store: () => Promise<unknown>,
): Promise<{ head: LogHeadDoc; appended: boolean }> => {
  const source = {
    findPending: async () => [...streams],
    acknowledge: async () => undefined,
    findOldest: async () => null,
  };
  for (let round = 0; round < ROUNDS; round++) {
    const head = await holdLog(ctx, holder, { takeOver: true });
    if (!head) continue;
    if (await isLogged(ctx, head, streams)) return { head, appended: false };
    await store();
    const relayed = await relayEvents(ctx, head, source);
    if (relayed.head) return { head: relayed.head, appended: true };
  }
  throw new Error(`the event log was taken over ${ROUNDS} times while a batch was written`);
};
