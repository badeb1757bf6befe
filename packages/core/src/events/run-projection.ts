import type { CoreContext } from '../context.ts';
import { isDuplicateKey } from '../mongo/index.ts';
import { type CheckpointDoc, eventCheckpoints, type LogHeadDoc } from './event-checkpoints.ts';
import { endOf, isSealed } from './log-head.ts';
import { type MessageEventDoc, messageEvents } from './message-events.ts';
import { applyChanges, type Projection } from './projection.ts';

type Context = Pick<CoreContext, 'db' | 'now'>;

const EVENTS_PER_READ = 2_000;

export const checkpointId = (name: string) => `projection.${name}`;

/** The batches after a position, whole and in order; at least one when there is one. */
const readBatches = async (
  ctx: Context,
  head: LogHeadDoc,
  position: number,
): Promise<{ batches: [batch: number, events: MessageEventDoc[]][]; end: number }> => {
  const end = endOf(head);
  const read = (filter: { $gt: number; $lte: number }, limit: number) =>
    messageEvents(ctx).find({ batch: filter }).sort({ batch: 1, _id: 1 }).limit(limit).toArray();
  let events = await read({ $gt: position, $lte: end }, EVENTS_PER_READ);
  let readTo = end;
  const last = events.at(-1)?.batch;
  if (last !== undefined && events.length === EVENTS_PER_READ) {
    const whole = events.filter(({ batch }) => batch < last);
    readTo = whole.at(-1)?.batch ?? last;
    events = whole.length > 0 ? whole : await read({ $gt: last - 1, $lte: last }, 0);
  }
  const batches = new Map<number, MessageEventDoc[]>();
  for (const event of events) {
    if (!isSealed(head, event.batch)) continue;
    const batch = batches.get(event.batch);
    if (batch) batch.push(event);
    else batches.set(event.batch, [event]);
  }
  return { batches: [...batches], end: readTo };
};

/** Applies to a collection all that the log holds after a position. Gives the position that it then stands at. */
export const projectFrom = async (
  ctx: Context,
  projection: Projection,
  {
    collection,
    position,
    head,
    signal,
  }: { collection: string; position: number; head: LogHeadDoc; signal?: AbortSignal },
  onBatch: (position: number) => Promise<boolean> = async () => true,
): Promise<number> => {
  let at = position;
  while (at < endOf(head) && !signal?.aborted) {
    const { batches, end } = await readBatches(ctx, head, at);
    for (const [batch, events] of batches) {
      await applyChanges(ctx, collection, projection.project(events), batch);
      if (!(await onBatch(batch))) return at;
      at = batch;
    }
    if (at < end && !(await onBatch(end))) return at;
    at = end;
  }
  return at;
};

export const getCheckpoint = async (ctx: Context, name: string): Promise<CheckpointDoc> => {
  const _id = checkpointId(name);
  const found = await eventCheckpoints(ctx).findOne({ _id });
  if (found) return found;
  const first: CheckpointDoc = { _id, position: 0, updated_at: ctx.now() };
  try {
    await eventCheckpoints(ctx).insertOne(first);
    return first;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    return getCheckpoint(ctx, name);
  }
};

/** Somebody else holds the projection, or has taken it over. */
export class ProjectionHeldError extends Error {
  override readonly name = 'ProjectionHeldError';
}

const free = (now: Date) => ({ $or: [{ held_by: { $exists: false } }, { held_until: { $lte: now } }] });

/** Has a projection be moved by `holder` alone for a while. @throws ProjectionHeldError */
export const holdProjection = async (ctx: Context, name: string, holder: string, ms: number): Promise<void> => {
  const { _id } = await getCheckpoint(ctx, name);
  const now = ctx.now();
  const held = { held_by: holder, held_until: new Date(now.getTime() + ms) };
  const { matchedCount } = await eventCheckpoints(ctx).updateOne({ _id, ...free(now) }, { $set: held });
  if (matchedCount === 0) throw new ProjectionHeldError(`the projection ${name} is being rebuilt by another process`);
};

/** Prolongs a hold. @throws ProjectionHeldError when it ran out and somebody else has moved the projection since */
export const keepHold = async (ctx: Context, name: string, holder: string, ms: number): Promise<void> => {
  const held_until = new Date(ctx.now().getTime() + ms);
  const { matchedCount } = await eventCheckpoints(ctx).updateOne(
    { _id: checkpointId(name), held_by: holder },
    { $set: { held_until } },
  );
  if (matchedCount === 0) throw new ProjectionHeldError(`the hold on the projection ${name} was lost`);
};

const HOLD = { held_by: '', held_until: '' } as const;

/** Lets a projection go on by itself; nothing happens when the hold was lost before. */
export const leaveProjection = async (ctx: Context, name: string, holder: string): Promise<void> => {
  await eventCheckpoints(ctx).updateOne({ _id: checkpointId(name), held_by: holder }, { $unset: HOLD });
};

/** Ends a hold whose time is over: whoever had it is gone, or learns of it. */
const dropDeadHold = async (ctx: Context, _id: string): Promise<void> => {
  await eventCheckpoints(ctx).updateOne({ _id, held_until: { $lte: ctx.now() } }, { $unset: HOLD });
};

/**
 * Brings a projection up to the end of the log. Two at once, or one that was cut short, change nothing twice. While
 * somebody else holds it, nothing happens.
 */
export const runProjection = async (
  ctx: Context,
  projection: Projection,
  head: LogHeadDoc,
  { holder, signal }: { holder?: string; signal?: AbortSignal } = {},
): Promise<void> => {
  const { _id, position, held_by, held_until } = await getCheckpoint(ctx, projection.name);
  if (held_until && held_until <= ctx.now()) await dropDeadHold(ctx, _id);
  else if (held_by !== holder) return;
  const mover = holder === undefined ? { held_by: { $exists: false } } : { held_by: holder };
  let at = position;
  const advance = async (next: number) => {
    const moved = { $set: { position: next, updated_at: ctx.now() } };
    const { matchedCount } = await eventCheckpoints(ctx).updateOne({ _id, position: at, ...mover }, moved);
    at = next;
    return matchedCount === 1;
  };
  const from = { collection: projection.collection.name, position, head };
  await projectFrom(ctx, projection, signal ? { ...from, signal } : from, advance);
};
