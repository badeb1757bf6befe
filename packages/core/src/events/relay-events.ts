import type { CoreContext } from '../context.ts';
import { findDuplicates } from '../mongo/index.ts';
import type { LogHeadDoc } from './event-checkpoints.ts';
import { batchNumber, isSealed, sealBatch } from './log-head.ts';
import { type MessageEventDoc, messageEvents, type OutboxEntry } from './message-events.ts';

type Context = Pick<CoreContext, 'db' | 'now'>;

/** A document with events that are not known to be in the log. */
export type PendingStream = Pick<
  MessageEventDoc,
  'stream_id' | 'conversation_id' | 'user_id' | 'character_id' | 'role'
> & {
  /** How many of its events are in the log. */
  published: number;
  entries: OutboxEntry[];
};

/** Where events come from: documents that carry them until they are in the log. */
export type OutboxSource = {
  /** Those that wait longest first. */
  findPending(ctx: Context, limit: number): Promise<PendingStream[]>;
  /** Drops the events from documents that have got no more since; the others come again. */
  acknowledge(ctx: Context, streams: readonly PendingStream[]): Promise<void>;
  /** Since when the longest waits; null when none does. */
  findOldest(ctx: Context): Promise<Date | null>;
};

const STREAMS_PER_BATCH = 250;

const eventsOf = ({ published, entries, ...stream }: PendingStream, batch: number): MessageEventDoc[] =>
  entries.map((entry, index) => {
    const version = published + index + 1;
    return { ...entry, ...stream, _id: `${stream.stream_id}.${version}`, version, batch };
  });

/** Stores the events that are not stored yet; gives the ids of those that were. */
const insertNew = async (ctx: Context, events: MessageEventDoc[]): Promise<string[]> => {
  try {
    await messageEvents(ctx).insertMany(events, { ordered: false });
    return [];
  } catch (error) {
    const known = findDuplicates(error);
    if (!known) throw error;
    return known.flatMap((index) => events[index]?._id ?? []);
  }
};

/**
 * Takes events over whose batch will never be sealed, until none is left: a holder of before may still do the same.
 * Events move to later batches only, so it cannot take them back. False when a later holder has one of them.
 */
const adoptVoid = async (ctx: Context, head: LogHeadDoc, ids: string[], batch: number): Promise<boolean> => {
  for (;;) {
    const found = await messageEvents(ctx)
      .find({ _id: { $in: ids } }, { projection: { batch: 1 } })
      .toArray();
    const open = found.filter((event) => event.batch !== batch && !isSealed(head, event.batch));
    if (open.length === 0) return true;
    if (open.some((event) => event.batch > batch)) return false;
    await messageEvents(ctx).bulkWrite(
      open.map((event) => ({
        updateOne: { filter: { _id: event._id, batch: event.batch }, update: { $set: { batch } } },
      })),
      { ordered: false },
    );
  }
};

/**
 * Moves one batch of events from their documents into the log, by the holder of the lease. Safe at any crash: what was
 * stored and not sealed is taken up by the next batch, what was sealed and not acknowledged is known by its version.
 * Gives the head after it and how many documents there were; a null head when the log was taken over.
 */
export const relayEvents = async (
  ctx: Context,
  head: LogHeadDoc,
  source: OutboxSource,
): Promise<{ head: LogHeadDoc | null; streams: number; full: boolean }> => {
  const pending = await source.findPending(ctx, STREAMS_PER_BATCH);
  if (pending.length === 0) return { head, streams: 0, full: false };
  const batch = batchNumber(head.epoch, head.sealed + 1);
  const known = await insertNew(
    ctx,
    pending.flatMap((stream) => eventsOf(stream, batch)),
  );
  const isMine = known.length === 0 || (await adoptVoid(ctx, head, known, batch));
  const sealed = isMine ? await sealBatch(ctx, head) : null;
  if (sealed) await source.acknowledge(ctx, pending);
  return { head: sealed, streams: pending.length, full: pending.length === STREAMS_PER_BATCH };
};
