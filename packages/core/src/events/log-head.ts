import type { CoreContext } from '../context.ts';
import { isDuplicateKey } from '../mongo/index.ts';
import { type LogHeadDoc, logHeads } from './event-checkpoints.ts';

/*
 * The order of all events is the order of their batches. One process at a time, the holder of a lease, writes events
 * and then seals their batch in the head; only sealed batches count. A batch is numbered by its holder's epoch and a
 * count, so that what a holder wrote who had meanwhile lost the lease is never sealed by anybody else: it is void, and
 * the next holder takes its events into a batch of its own.
 */

const LEASE_MS = 10_000;
const EPOCH_SPAN = 1_000_000_000;

type Context = Pick<CoreContext, 'db' | 'now'>;

/** The number of an epoch's batch; a later one is greater, whoever made it. */
export const batchNumber = (epoch: number, count: number) => epoch * EPOCH_SPAN + count;

/** The last sealed batch of all. */
export const endOf = ({ epoch, sealed }: LogHeadDoc) => batchNumber(epoch, sealed);

export const isSealed = (head: LogHeadDoc, batch: number): boolean => {
  const epoch = Math.floor(batch / EPOCH_SPAN);
  const count = batch % EPOCH_SPAN;
  const sealed = epoch === head.epoch ? head.sealed : head.ends.find((end) => end.epoch === epoch)?.sealed;
  return count <= (sealed ?? 0);
};

export const findLogHead = (ctx: Context): Promise<LogHeadDoc | null> => logHeads(ctx).findOne({ _id: 'log' });

const createHead = async (ctx: Context, holder: string, lease_until: Date): Promise<LogHeadDoc | null> => {
  const first: LogHeadDoc = { _id: 'log', epoch: 1, sealed: 0, ends: [], holder, lease_until };
  try {
    await logHeads(ctx).insertOne(first);
    return first;
  } catch (error) {
    if (isDuplicateKey(error)) return null;
    throw error;
  }
};

/**
 * Takes the lease on the log, or prolongs it when half of it is over; null while another holds it, unless it is to be
 * taken from whoever does: that one's open batch is void then, and nothing of it lost.
 */
export const holdLog = async (
  ctx: Context,
  holder: string,
  { takeOver = false }: { takeOver?: boolean } = {},
): Promise<LogHeadDoc | null> => {
  const now = ctx.now();
  const lease_until = new Date(now.getTime() + LEASE_MS);
  const head = await findLogHead(ctx);
  if (!head) return createHead(ctx, holder, lease_until);
  const same = { _id: 'log' as const, epoch: head.epoch, sealed: head.sealed };
  if (head.holder === holder && head.lease_until.getTime() - now.getTime() > LEASE_MS / 2) return head;
  if (head.holder === holder)
    return logHeads(ctx).findOneAndUpdate(same, { $set: { lease_until } }, { returnDocument: 'after' });
  if (head.lease_until > now && !takeOver) return null;
  return logHeads(ctx).findOneAndUpdate(
    same,
    {
      $set: { epoch: head.epoch + 1, sealed: 0, holder, lease_until },
      $push: { ends: { epoch: head.epoch, sealed: head.sealed } },
    },
    { returnDocument: 'after' },
  );
};

/** Gives the lease up, so that another takes over at once. */
export const leaveLog = async (ctx: Context, holder: string): Promise<void> => {
  await logHeads(ctx).updateOne({ _id: 'log', holder }, { $set: { holder: '', lease_until: new Date(0) } });
};

/** Makes the next batch count; null when the log was taken over, and then it never will. */
export const sealBatch = (ctx: Context, head: LogHeadDoc): Promise<LogHeadDoc | null> =>
  logHeads(ctx).findOneAndUpdate(
    { _id: 'log', epoch: head.epoch, sealed: head.sealed },
    { $inc: { sealed: 1 }, $set: { lease_until: new Date(ctx.now().getTime() + LEASE_MS) } },
    { returnDocument: 'after' },
  );
